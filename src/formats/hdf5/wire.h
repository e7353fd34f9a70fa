#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/value.h"

namespace mmim {

/// Values as bytes on the way between two processes of this program: nothing that is kept.
class Packer {
 public:
  void number(uint64_t value);
  void text(std::string_view value);
  void value(const Value& value);  ///< an Array or an ObjectArray of text
  const std::string& bytes() const { return bytes_; }

 private:
  void shape(const std::vector<int64_t>& shape);
  std::string bytes_;
};

/// The way back; every size is checked, DataError when the bytes are not what Packer wrote.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  uint64_t number();
  std::string_view text();
  Value value();

 private:
  std::vector<int64_t> shape();
  std::string_view rest_;
};

}  // namespace mmim

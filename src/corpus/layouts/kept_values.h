#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/files.h"
#include "core/nameless_file.h"

namespace mmim {

/// Values that took long to parse, kept in a temporary file until they are wanted.
class KeptValues {
 public:
  /// `where` names in errors what the values are of.
  explicit KeptValues(std::string where) : where_(std::move(where)) {}
  size_t append(std::span<const float> values);  ///< where they stand
  void finish();                                 ///< from here on they can be read
  std::span<const float> read(size_t at, size_t count) const;

 private:
  std::string where_;
  std::optional<NamelessFile> file_;
  std::unique_ptr<const MappedFile> mapped_;
  size_t count_ = 0;
};

}  // namespace mmim

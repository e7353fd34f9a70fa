#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace mmim {

/// Finds the end of the head of a request in bytes that come in pieces of any size. What is found or refused depends on
/// the bytes alone, not on where pieces end: Boost.Beast bounds a head only where a piece ends within a line.
class HeadScan {
 public:
  HeadScan(int64_t most_bytes, int64_t most_fields) : most_bytes_(most_bytes), most_fields_(most_fields) {}
  /// `bytes`: all that came since the request began. The size of its head, blank line included; 0 while more is to
  /// come. Empty lines before a request are part of its head (RFC 9112, 2.2). Throws HttpError: 431 for too many bytes
  /// or fields, 505 for another version, 400 for what begins no request, line breaks without CR, and folded lines.
  size_t find_end(std::string_view bytes);
  const std::string& method() const { return method_; }  ///< "" before the first line has come
  const std::string& id() const { return id_; }          ///< the first X-Request-Id among the lines that came whole

 private:
  void check(std::string_view bytes);
  void read_request_line(std::string_view line);
  void read_field(std::string_view line);
  int64_t most_bytes_, most_fields_, fields_ = 0;
  size_t at_ = 0, line_ = 0;  ///< where the scan and its line stand
  std::string method_{}, id_{};
};

}  // namespace mmim

#pragma once
#include <string>

namespace mmim {

/// A text as UTF-8 without its byte-order mark.
struct DecodedText {
  std::string text;
  std::string encoding = "UTF-8";  ///< "UTF-16LE", "UTF-32BE", "GB18030", "windows-1252", ...
  std::string example{};           ///< of an encoding that no mark names: the first line beyond ASCII, as it was read
};

/// Bytes of a text file as UTF-8. UTF-16 and UTF-32 are known by their mark or their zero bytes. GB18030 and
/// Windows-1252 are read where the bytes look like nothing else. DataError "`where`: line ..." for any other bytes,
/// with the way to UTF-8.
DecodedText decode_text(std::string bytes, const std::string& where);

/// The first byte that is no UTF-8, or npos.
size_t first_not_utf8(const std::string& text);

}  // namespace mmim

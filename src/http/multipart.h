#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

/// A field of a form or a file that came with it.
struct FormPart {
  std::string name{}, file_name{}, type{};  ///< file_name "" for a field, type "" where none was said
  std::string_view content{};               ///< within the body
};

/// The parts of a body of multipart/form-data (RFC 7578), at most 64, with heads of at most 8 KiB. `content_type`: the
/// header with the boundary. Throws HttpError 400 for what is not that.
std::vector<FormPart> parse_multipart(std::string_view body, std::string_view content_type);

}  // namespace mmim

#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

/// A field of a form or a file that came with it.
struct FormPart {
  std::string name{}, type{};              ///< type "" where none was said
  std::optional<std::string> file_name{};  ///< without folders; nothing for a field, "" where no file was chosen
  std::string_view content{};              ///< within the body
};

/// The parts of a body of multipart/form-data (RFC 7578), at most 64, with heads of at most 8 KiB. `content_type`: the
/// header with the boundary. Throws HttpError: 415 for another type, 400 for what is broken.
std::vector<FormPart> parse_multipart(std::string_view body, std::string_view content_type);

}  // namespace mmim

#include "http/multipart.h"

#include "core/letters.h"
#include "http/problem.h"

namespace mmim {

namespace {

constexpr size_t kMostParts = 64, kLongestHead = 8192, kLongestBoundary = 70;

[[noreturn]] void refuse_form(const std::string& why) { throw HttpError(400, "the form is broken: " + why); }

FormPart part_of(std::string_view head, std::string_view content) {
  FormPart part{.content = content};
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) refuse_form("a line of a part's head has no colon");
    const std::string name = in_lower_case(std::string(line.substr(0, colon)));
    const std::string_view value = line.substr(colon + 1);
    if (name == "content-type") part.type = media_type(value);
    if (name != "content-disposition") continue;
    if (media_type(value) != "form-data") refuse_form("a part is no form-data");
    if (!part.name.empty()) refuse_form("a part has two names");
    part.name = parameter_of(value, "name").value_or("");
    part.file_name = parameter_of(value, "filename");
    if (part.file_name) part.file_name->erase(0, part.file_name->find_last_of("/\\") + 1);
  }
  if (part.name.empty()) refuse_form("a part has no name");
  return part;
}

}  // namespace

std::vector<FormPart> parse_multipart(std::string_view body, std::string_view content_type) {
  if (media_type(content_type) != "multipart/form-data") throw HttpError(415, "the body is no multipart/form-data");
  const std::string boundary = parameter_of(content_type, "boundary").value_or("");
  if (boundary.empty() || boundary.size() > kLongestBoundary) refuse_form("its Content-Type has no boundary");
  const std::string first = "--" + boundary, between = "\r\n" + first;
  if (!body.starts_with(first)) refuse_form("it does not begin with its boundary");
  std::vector<FormPart> parts;
  for (size_t at = first.size();;) {
    if (body.substr(at, 2) == "--") return parts;
    at = std::min(body.find_first_not_of(" \t", at), body.size());  // RFC 2046, 5.1.1: padding of a transport
    if (body.substr(at, 2) != "\r\n") refuse_form("a boundary is followed by neither a line break nor two dashes");
    const size_t head = at + 2, end_of_head = body.find("\r\n\r\n", at);
    if (end_of_head == std::string_view::npos || end_of_head - at > kLongestHead) refuse_form("a part has no head");
    const size_t content = end_of_head + 4, end = body.find(between, end_of_head + 2);
    if (end == std::string_view::npos) refuse_form("its last boundary is missing");
    if (parts.size() == kMostParts) refuse_form("it has more than " + std::to_string(kMostParts) + " parts");
    const std::string_view lines = end_of_head > head ? body.substr(head, end_of_head - head) : std::string_view{};
    parts.push_back(part_of(lines, body.substr(content, end > content ? end - content : 0)));
    at = end + between.size();
  }
}

}  // namespace mmim

#include "report/forms/page.h"

#include <map>

namespace mmim {

namespace {

std::string as_text(const std::string& text) {
  std::string shown;
  for (const char c : text)
    shown += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return shown;
}

/// JSON in which no text can end the element that it stands in.
std::string in_element(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  }
  return safe;
}

}  // namespace

std::string report_page(const Report& report, const Json& cases) {
  const std::map<std::string, std::string> values{{"title", as_text(report.title)},
                                                  {"style", kPageStyle},
                                                  {"report", in_element(report.to_json())},
                                                  {"cases", in_element(cases)},
                                                  {"script", kPageScript}};
  const std::string layout = kPageLayout;
  std::string page;
  size_t at = 0;
  while (true) {
    const size_t open = layout.find("{{", at), close = layout.find("}}", open);
    if (close == std::string::npos) return page + layout.substr(at);
    page += layout.substr(at, open - at) + values.at(layout.substr(open + 2, close - open - 2));
    at = close + 2;
  }
}

}  // namespace mmim

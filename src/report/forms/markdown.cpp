#include "report/forms/markdown.h"

namespace mmim {

std::string markdown_text(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    if (c == '<')
      shown += "&lt;";
    else if (c == '&')
      shown += "&amp;";
    else if (c == '\n' || c == '\r')
      shown += ' ';
    else if (std::string_view("|*_`[]\\").find(c) != std::string_view::npos)
      shown += std::string("\\") + c;
    else
      shown += c;
  }
  return shown;
}

std::string MarkdownTable::text() const {
  std::string text, rule;
  const auto line = [&](const std::vector<std::string>& cells) {
    text += "|";
    for (size_t i = 0; i < header_.size(); ++i) text += " " + (i < cells.size() ? cells[i] : "") + " |";
    text += "\n";
  };
  line(header_);
  for (size_t i = 0; i < header_.size(); ++i) rule += "|---";
  text += rule + "|\n";
  for (const auto& cells : lines_) line(cells);
  return text;
}

std::string markdown_details(const std::string& summary, const std::string& body) {
  return "\n<details><summary>" + markdown_text(summary) + "</summary>\n\n" + body + "\n</details>\n";
}

}  // namespace mmim

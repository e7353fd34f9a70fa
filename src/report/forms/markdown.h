#pragma once
#include <string>
#include <vector>

namespace mmim {

/// Text in a cell or sentence of Markdown as it stands: one line, nothing of it taken for a table, a tag or a mark.
std::string markdown_text(const std::string& text);

/// A table line by line; a line shorter than the header is filled with empty cells.
class MarkdownTable {
 public:
  explicit MarkdownTable(std::vector<std::string> header) : header_(std::move(header)) {}
  void add(std::vector<std::string> line) { lines_.push_back(std::move(line)); }
  bool empty() const { return lines_.empty(); }
  std::string text() const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> lines_;
};

/// What opens when a reader asks for it.
std::string markdown_details(const std::string& summary, const std::string& body);

}  // namespace mmim

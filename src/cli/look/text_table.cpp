#include "cli/look/text_table.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <sstream>

namespace mmim {

size_t columns_of(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, size_t width, bool right) {
  const size_t columns = columns_of(text);
  const std::string space(width > columns ? width - columns : 0, ' ');
  return right ? space + text : text + space;
}

std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::string& flush) {
  std::vector<size_t> widths(flush.size(), 0);
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths.at(i) = std::max(widths.at(i), columns_of(row[i]));
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) line += (i ? "  " : "") + padded(row[i], widths[i], flush[i] == 'r');
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::string& flush, size_t width) {
  if (rows.empty()) return "";
  std::vector<size_t> widths(flush.size(), 0);
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths.at(i) = std::max(widths[i], columns_of(row[i]));
  std::string text;
  for (size_t begin = 1, end = 1; begin < flush.size() || text.empty(); begin = end) {
    size_t used = widths[0];
    while (end < flush.size() && (end == begin || used + 2 + widths[end] <= width)) used += 2 + widths[end++];
    std::vector<std::vector<std::string>> part;
    for (const auto& row : rows) {
      const auto cell = [&](size_t i) { return row.begin() + static_cast<std::ptrdiff_t>(std::min(i, row.size())); };
      part.emplace_back(cell(0), cell(1));
      part.back().insert(part.back().end(), cell(begin), cell(end));
    }
    text += (text.empty() ? "" : "\n") + aligned(part, flush.substr(0, 1) + flush.substr(begin, end - begin));
  }
  return text;
}

std::string wrapped(const std::string& text, size_t width, size_t indent) {
  std::istringstream words(text);
  std::string word, lines;
  size_t used = 0;
  while (words >> word) {
    const size_t columns = columns_of(word);
    if (used > 0 && used + 1 + columns > width) {
      lines += "\n" + std::string(indent, ' ');
      used = 0;
    } else if (used > 0) {
      lines += " ";
      ++used;
    }
    lines += word;
    used += columns;
  }
  return lines;
}

std::string wrapped_lines(const std::string& text, size_t width, size_t indent) {
  std::istringstream lines(text);
  std::string line, all;
  while (std::getline(lines, line)) {
    const bool fits = columns_of(line) <= width || width <= indent + 20;
    all += (fits ? line : line.substr(0, indent) + wrapped(line.substr(indent), width - indent, indent)) + "\n";
  }
  return all;
}

std::string duration(double seconds) {
  const auto whole = static_cast<int64_t>(std::lround(std::max(0.0, seconds)));
  char text[64];
  if (whole < 60)
    std::snprintf(text, sizeof text, "%d s", static_cast<int>(whole));
  else if (whole < 3600)
    std::snprintf(text, sizeof text, "%d:%02d min", static_cast<int>(whole / 60), static_cast<int>(whole % 60));
  else
    std::snprintf(text, sizeof text, "%lld:%02d:%02d h", static_cast<long long>(whole / 3600),
                  static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
  return text;
}

std::string grouped(int64_t number) {
  std::string digits = std::to_string(number);
  const auto first = static_cast<std::ptrdiff_t>(number < 0 ? 1 : 0);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

}  // namespace mmim

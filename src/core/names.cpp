#include "core/names.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

#include "core/letters.h"

namespace mmim {

std::string word(Modality modality) {
  return modality == Modality::text ? "text" : modality == Modality::visual ? "visual" : "acoustic";
}

namespace {

/// Letters put in, left out, exchanged, or two neighbours swapped: one each.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j - 1] + (a[i - 1] != b[j - 1]), last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  size_t least = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const size_t distance = edit_distance(in_lower_case(std::string(word)), in_lower_case(candidate));
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  if (!best.empty()) return best;
  for (const std::string& candidate : known)  // `alpha` for `mmim.alpha`
    if (candidate.size() > word.size() && candidate.ends_with("." + std::string(word))) return candidate;
  return "";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string best = nearest(word, known);
  return best.empty() ? "" : " (did you mean `" + best + "`?)";
}

std::string listing(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string file_word(const std::string& name) {
  std::string word;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '.';
    word += plain ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : '-';
  }
  return word.empty() ? "data" : word;
}

}  // namespace mmim

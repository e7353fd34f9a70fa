#include "core/names.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace mmim {

std::string word(Modality modality) {
  return modality == Modality::text ? "text" : modality == Modality::visual ? "visual" : "acoustic";
}

namespace {

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  size_t least = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const size_t distance = edit_distance(word, candidate);
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

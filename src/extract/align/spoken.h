#pragma once
#include <string>
#include <vector>

namespace mmim {

/// A word of a transcript and how it is said.
struct SpokenWord {
  std::string text;               ///< as written, without the punctuation around it
  std::vector<std::string> said;  ///< words of a to z and apostrophes: "3D" is "three", "d"
};

/// The words of an English transcript. Numbers, money, times, years, ordinals, abbreviations and signs are spoken out;
/// letters lose their accents. What is not said is left out: dashes, emoji, `xxx`, which transcribers write for what
/// they did not understand, and words of other scripts.
std::vector<SpokenWord> spoken_words(const std::string& transcript);

}  // namespace mmim

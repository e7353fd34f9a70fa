#include "corpus/lexicon.h"

namespace mmim {

std::span<const LexiconWord> sentiment_words() {
  static constexpr LexiconWord kWords[] = {
      {"terrible", -2.0}, {"awful", -1.9}, {"horrible", -1.8}, {"hated", -1.6},    {"worst", -1.5},
      {"boring", -1.2},   {"bad", -1.0},   {"poor", -0.9},     {"weak", -0.8},     {"disappointing", -0.7},
      {"dull", -0.6},     {"slow", -0.4},  {"mixed", -0.1},    {"average", 0.0},   {"okay", 0.1},
      {"fine", 0.3},      {"decent", 0.4}, {"nice", 0.6},      {"good", 0.8},      {"fun", 0.9},
      {"enjoyed", 1.0},   {"great", 1.3},  {"loved", 1.5},     {"excellent", 1.7}, {"amazing", 1.9},
      {"brilliant", 2.0}};
  return kWords;
}

std::span<const std::string_view> neutral_words() {
  static constexpr std::string_view kWords[] = {
      "the",  "a",     "this",  "movie", "film", "it",    "was",  "i",      "and",   "of",   "in",    "story",
      "plot", "actor", "scene", "music", "to",   "with",  "they", "people", "watch", "saw",  "think", "really",
      "very", "just",  "so",    "end",   "time", "their", "one",  "about",  "there", "then", "from",  "camera"};
  return kWords;
}

}  // namespace mmim

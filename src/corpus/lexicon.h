#pragma once
#include <span>
#include <string_view>

namespace mmim {

struct LexiconWord {
  std::string_view text;
  double sentiment;  ///< where on the scale of the latent it is likeliest
};
/// Sentiment words of the synthetic source.
std::span<const LexiconWord> sentiment_words();
/// Words that say nothing about sentiment.
std::span<const std::string_view> neutral_words();

}  // namespace mmim

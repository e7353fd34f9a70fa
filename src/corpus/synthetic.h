#pragma once
#include <cstdint>
#include <memory>

#include "core/options.h"
#include "corpus/source.h"

namespace mmim {

/// The synthetic source: latent s ~ N(0,1); label 3 tanh(0.6 s) rounded to multiples of 0.2; visual and acoustic rows
/// x_t = w (s + e) + n_t - mean(n), e ~ N(0, 1/r^2 - 1) and n_t ~ N(0, I), so that the mean row is w (s + e); words
/// from a small sentiment lexicon, drawn by their distance from s. With `beyond_text` above 0 s is sqrt(1 - a) v +
/// sqrt(a) u, v and u ~ N(0,1); words tell of v alone and streams of u alone (u stands for s in x_t).
struct SyntheticOptions {
  int64_t utterances = 2000;  ///< all splits together: 70 % train, 15 % valid, 15 % test
  int64_t visual_width = 20, acoustic_width = 5;
  int64_t longest = 40;                                         ///< rows per stream: 1 to longest
  double visual_correlation = 0.8, acoustic_correlation = 0.7;  ///< of s and the stream's sufficient statistic
  double beyond_text = 0;  ///< share of the variance of s that both streams explain
  int64_t seed = 7;
  void list(Options& o);
};

/// dataset.json states I(visual; acoustic) of the sufficient statistics: -1/2 log(1 - rho^2) nats, rho the product of
/// the two correlations.
std::unique_ptr<Source> synthetic_source(const SyntheticOptions& options);

/// The share a of u in s: the least that lets both streams explain `beyond_text` of the variance of s. ConfigError when
/// even 1 does not.
double synthetic_unsaid(const SyntheticOptions& options);

/// y = s + noise of an utterance's stream: the projection of its mean row on the stream's direction, which holds all
/// the stream says about s.
double synthetic_statistic(const SyntheticOptions& options, Modality stream, std::span<const float> rows);

/// A WordPiece vocabulary that spells every synthetic text: [PAD] [UNK] [CLS] [SEP] [MASK], the lexicon, letters and
/// ##letters. Enough for a small BERT without any file.
std::vector<std::string> synthetic_vocabulary();

}  // namespace mmim

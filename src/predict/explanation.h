#pragma once
#include "predict/predictor.h"
#include "text/word_places.h"

namespace mmim {

/// Why an utterance has its score: what the score would be without each modality that is there, and without each word
/// (leave one out). Rows of the streams stay where they are when a word goes.
class Explanation {
 public:
  Explanation(const Request& request, const Predictor& predictor);

  /// The utterance itself, and what of it remains without each modality and each word: all are to be answered.
  const std::vector<Request>& variants() const { return variants_; }
  /// From the answers to variants(): {"answer": of the utterance, "without": {modality: {"score", "effect"}}, "words":
  /// [{"word", "first", "last", "effect"}]}. `effect`: the score less the one without; of a word that the model does
  /// not read, since the text is too long, null. `first` and `last` as WordPlace counts characters.
  Json explain(const std::vector<Json>& answers) const;

 private:
  std::string text_;
  std::vector<Request> variants_;
  std::vector<Modality> modalities_;  ///< those of variants 1, 2, ...; the read words follow
  std::vector<WordPlace> words_;
  size_t read_ = 0;  ///< words that the model reads: the first ones
};

}  // namespace mmim

#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/json.h"
#include "corpus/dataset.h"
#include "results/predictions.h"

namespace mmim {

/// How far the scores of the modalities of each utterance are from each other: the largest less the smallest. Empty
/// when there are fewer than two modalities with a score. An attribute for slices of errors, too.
std::vector<double> disagreement(const Predictions& predictions);

struct CaseOptions {
  std::vector<std::string> ids;  ///< which utterances; none: they are picked
  int64_t pick = 10;             ///< of each kind: largest disagreement, best and worst predictions
};

/// Table 5: an array of {"id", "video", "text", "truth", "prediction", "scores": {"text": {"cosine", "exp"}, ...},
/// "tags"}. cosine is the score of equation 10 without its exponential, exp with it: the published table fits the
/// cosine. Tags: "chosen" or, picked, "disagreement", "best", "worst" (an utterance may be of several kinds; ties go to
/// the earlier one); and "wrong sign". Without scores nothing disagrees. `split` is what was predicted. DataError for
/// an id that is not in it, with the nearest.
Json cases(const Predictions& predictions, const Split& split, const CaseOptions& options = {});

/// Adds the utterances of a cases.json, where it is there, to the list `into` (null: none yet), each with the name of
/// `cell` unless that is empty. DataError names a file that is no such list.
void add_cases(Json& into, const std::filesystem::path& file, const std::string& cell);

}  // namespace mmim

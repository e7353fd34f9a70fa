#pragma once
#include <filesystem>

#include "experiments/search/search.h"
#include "report/figures/gnuplot.h"

namespace mmim {

/// One combination of a search with what came of it. Scores are lowest validation losses; test is never read.
struct Trial {
  /// All seeds for one number of epochs.
  struct Rung {
    int64_t epochs = 0;
    std::vector<double> scores;  ///< by seed; NaN: not there yet, or failed
    double mean() const;         ///< NaN until all are there
  };
  std::string name;  ///< of its folder, a hash of all options that count
  Combination values;
  Json configuration;       ///< resolved
  std::vector<Rung> rungs;  ///< one without halving
  std::string reason;       ///< why a run of it failed; empty: none did
};

/// The search as it stands, for tables and files.
struct TrialTable {
  Search search;
  std::string data, encoder, mark;  ///< mark: what must be said beside the numbers, or empty
  Json origin = Json::object();     ///< hashes of data, encoder and program
  std::vector<Trial> trials;        ///< sorted: those that came furthest first, by score; failed ones last

  std::string values_of(const Trial& trial) const;  ///< "mmim.alpha = 0.1, train.batch_size = 16"
  /// "12 trials, 2 seeds each, on mosi, text encoder bert-base-uncased", and the mark.
  std::string heading() const;
  /// The first trial with its values and score; empty when it has no score.
  std::string best() const;
  std::vector<std::string> header() const;  ///< "rank", "trial", "score", "deviation", "epochs", options, "note"
  std::vector<std::vector<std::string>> rows() const;  ///< as the header
  Json to_json() const;
  std::string to_csv() const;
  /// The score against each parameter: points are trials, a colour for each number of epochs.
  PlotFigure figure() const;
};

/// Those that came furthest first, by mean score of their last rung that has one; without any last.
void sort_trials(std::vector<Trial>& trials);

/// The trials that go on after rung `rung`: the ceil(keep * count) best of those that have a score there.
std::vector<size_t> promoted(const std::vector<Trial>& trials, size_t rung, double keep);

}  // namespace mmim

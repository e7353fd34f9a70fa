#pragma once
#include <array>
#include <map>
#include <string>
#include <vector>

#include "corpus/dataset.h"

namespace mmim {

/// How many utterances of a data set without splits go to train, valid and test; the shares add up to 1.
struct SplitShares {
  std::array<double, 3> of{};
  /// From three numbers that add up to 100, 10 or 1: "70/10/20", "0.7/0.1/0.2", "70,10,20". UsageError for others.
  static SplitShares of_words(const std::string& words);
  std::string say() const;  ///< "70/10/20"
};

/// A video whose split is to be drawn, with the number of utterances in it.
struct DrawnVideo {
  std::string name;
  int64_t utterances = 0;
};

/// Draws a split for each video, a function of names, shares and seed, whatever the order. `stated` utterances are in
/// the splits already. A split of a share above 0 and without utterances gets a video first; then a video goes where
/// most utterances are lacking. DataError naming `where` when there are fewer videos than such splits.
std::map<std::string, SplitName> draw_splits(std::vector<DrawnVideo> videos, const std::array<int64_t, 3>& stated,
                                             const SplitShares& shares, int64_t seed, const std::string& where);

}  // namespace mmim

#include "predict/unknown_pieces.h"

#include <algorithm>
#include <cmath>

namespace mmim {

double unknown_share(const PreparedSplit& split, const WordPieces& pieces) {
  const int64_t words = split.total_pieces() - 2 * split.size();
  if (words <= 0) return 0;
  const auto unknown = std::count(split.ids().begin(), split.ids().end(), pieces.unknown());
  return static_cast<double>(unknown) / static_cast<double>(words);
}

std::string doubt_of_vocabulary(const PreparedSplit& split, const WordPieces& pieces) {
  constexpr double kDoubtful = 0.2;
  const double share = unknown_share(split, pieces);
  if (share <= kDoubtful) return "";
  return std::to_string(std::lround(100 * share)) +
         " % of the word pieces are [UNK]: the vocabulary of the text encoder does not know these words (another "
         "language?); text says little then";
}

}  // namespace mmim

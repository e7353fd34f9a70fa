#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>

#include "corpus/source.h"
#include "formats/array.h"

namespace mmim {

/// Which axis of an array of features is time: of (rows, features) the first, of (features, rows) the last.
enum class TimeAxis { first, last };

/// What --time-axis states of a stream: "last", or "visual=last". UsageError for other words.
std::optional<TimeAxis> stated_axis(const TableOptions& options, Modality m);

/// What the arrays of one stream show of their axes. An extent that is one and the same in all of them counts features,
/// if the other one varies. Where both are the same, texts with as many words as rows tell, and padding that varies.
class AxisEvidence {
 public:
  void add(const Array& array, int64_t words);              ///< (a, b), with the number of words of its utterance
  void add_width(int64_t width) { widths_.insert(width); }  ///< of rows whose axes are known
  int64_t arrays() const { return arrays_; }

  /// The axis, or nothing where neither can be told from the other. Arrays (1, n) and (n, 1) are rows of features.
  std::optional<TimeAxis> axis() const;
  /// Where nothing tells: that arrays are read as (rows, features), and the option that reads them otherwise.
  std::string say_untold(Modality m) const;

 private:
  struct Extents {
    std::map<int64_t, int64_t> arrays{};  ///< of each extent
    int64_t as_words = 0;                 ///< arrays that have this extent in words
    std::set<int64_t> padding{};          ///< lines of zeros at both ends
    bool one() const { return arrays.size() == 1; }
    int64_t only() const { return arrays.begin()->first; }
    int64_t most_common() const;
  };
  int64_t arrays_ = 0;
  Extents first_, last_;
  std::set<int64_t> widths_;
};

/// The array (a, b) as (b, a).
Array transposed(const Array& array);

}  // namespace mmim

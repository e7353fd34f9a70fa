#pragma once
#include <span>
#include <vector>

#include "extract/signal/residual.h"

namespace mmim {

/// A signal that frames are added to; the part that nobody needs any more is forgotten.
class OverlapAdd {
 public:
  void add(size_t start, std::span<const double> frame);  ///< without the samples that were forgotten
  void forget_before(size_t sample);
  std::span<const double> view(size_t first, size_t last);  ///< both included

 private:
  size_t begin_ = 0;  ///< sample of values_[0]
  std::vector<double> values_;
};

/// Flow through the glottis and its derivative, by iterative adaptive inverse filtering of two periods around each
/// closure (IAIF: Alku 1992), overlapped and added. Made from begin to end, as far as asked for.
class GlottalFlow {
 public:
  GlottalFlow(std::span<const float> x, std::span<const size_t> closures, Silence silence);
  /// Completes samples first..last and forgets those before; `first` never falls.
  void complete(size_t first, size_t last);
  std::span<const double> flow(size_t first, size_t last) { return flow_.view(first, last); }
  std::span<const double> derivative(size_t first, size_t last) { return derivative_.view(first, last); }

 private:
  size_t period(size_t n) const;
  void add_frame(size_t centre, size_t period);
  std::span<const float> x_;
  std::span<const size_t> closures_;
  Silence silence_;
  size_t next_ = 0;  ///< the first closure whose frame is not there
  OverlapAdd flow_, derivative_;
};

}  // namespace mmim

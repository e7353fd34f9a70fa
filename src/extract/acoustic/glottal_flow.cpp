#include "extract/acoustic/glottal_flow.h"

#include <algorithm>

#include "extract/acoustic/inverse_filter.h"
#include "extract/signal/windows.h"

namespace mmim {

void OverlapAdd::add(size_t start, std::span<const double> frame) {
  const size_t forgotten = start < begin_ ? std::min(begin_ - start, frame.size()) : 0;
  frame = frame.subspan(forgotten);
  if (frame.empty()) return;
  const size_t offset = start + forgotten - begin_;
  if (values_.size() < offset + frame.size()) values_.resize(offset + frame.size(), 0.0);
  for (size_t i = 0; i < frame.size(); ++i) values_[offset + i] += frame[i];
}

void OverlapAdd::forget_before(size_t sample) {
  if (sample < begin_ || 2 * (sample - begin_) < values_.size()) return;  // moving the rest is worth it later
  const size_t count = std::min(sample - begin_, values_.size());
  values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(count));
  begin_ = sample;
}

std::span<const double> OverlapAdd::view(size_t first, size_t last) {
  if (values_.size() < last + 1 - begin_) values_.resize(last + 1 - begin_, 0.0);
  return std::span(values_).subspan(first - begin_, last + 1 - first);
}

GlottalFlow::GlottalFlow(std::span<const float> x, std::span<const size_t> closures, Silence silence)
    : x_(x), closures_(closures), silence_(silence) {}

size_t GlottalFlow::period(size_t n) const {
  if (closures_.size() < 2) return 0;
  return n == 0 ? closures_[1] - closures_[0] : closures_[n] - closures_[n - 1];
}

void GlottalFlow::complete(size_t first, size_t last) {
  flow_.forget_before(first);
  derivative_.forget_before(first);
  for (; next_ < closures_.size(); ++next_) {
    const size_t t0 = period(next_), centre = closures_[next_] - 1;  // published code is one sample early
    if (centre > last + t0) return;
    add_frame(centre, t0);
  }
}

void GlottalFlow::add_frame(size_t centre, size_t period) {
  const size_t start = centre > period ? centre - period : 0, end = std::min(centre + period, x_.size() - 1);
  std::vector<double> frame = hanning(end + 1 - start);
  for (size_t i = 0; i < frame.size(); ++i) frame[i] *= static_cast<double>(x_[start + i]);
  const GlottalFrame glottal = inverse_filter(frame, silence_);
  flow_.add(start, glottal.flow);
  derivative_.add(start, glottal.derivative);
}

}  // namespace mmim

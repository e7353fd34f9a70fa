#include "core/scale.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mmim {

Scale scale_of(LabelRange range) {
  if (range == LabelRange{-3, 3}) return Scale::mosi;
  return range == LabelRange{-1, 1} ? Scale::sims : Scale::other;
}

std::string say(Scale scale) {
  return scale == Scale::mosi ? "-3 to 3" : scale == Scale::sims ? "-1 to 1" : "any other range";
}

std::string say(LabelRange range) {
  char text[64];
  std::snprintf(text, sizeof text, "%g to %g", range.low, range.high);
  return text;
}

std::span<const float> sims_cuts(int classes) {
  static constexpr std::array<float, 1> kTwo{0};
  static constexpr std::array<float, 2> kThree{-.1f, .1f};
  static constexpr std::array<float, 4> kFive{-.7f, -.1f, .1f, .7f};
  if (classes == 2) return kTwo;
  return classes == 3 ? std::span<const float>(kThree) : kFive;
}

int sims_class(float value, std::span<const float> cuts) {
  return static_cast<int>(std::count_if(cuts.begin(), cuts.end(), [&](float cut) { return value > cut; }));
}

}  // namespace mmim

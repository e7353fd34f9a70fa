#pragma once
#include <span>
#include <string>

namespace mmim {

/// What a label can be.
struct LabelRange {
  double low = -3, high = 3;
  bool operator==(const LabelRange&) const = default;
};

/// Which metrics and classes mean something on a range of labels. mosi: -3 to 3, as in MOSI and MOSEI. sims: -1 to 1,
/// as in CH-SIMS. other: any other range, on which errors and correlation alone mean something.
enum class Scale { mosi, sims, other };
Scale scale_of(LabelRange range);
/// "-3 to 3", "-1 to 1", "any other range".
std::string say(Scale scale);
/// "-1 to 1".
std::string say(LabelRange range);

/// The cuts of CH-SIMS' classes as MMSA has them, float32. A class is half-open, (low, high], so that 0 is negative.
std::span<const float> sims_cuts(int classes);  ///< of 2, 3 or 5 classes
/// The class of CH-SIMS, from 0, that a value lies in: how many of `cuts` lie below it. NaN lies in class 0.
int sims_class(float value, std::span<const float> cuts);

}  // namespace mmim

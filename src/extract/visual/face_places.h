#pragma once
#include <cstddef>

/// Numbers of points of MediaPipe's face mesh. Left and right are the person's.
namespace mmim::place {

inline constexpr size_t kRightEyeOuter = 33, kRightEyeInner = 133, kRightLidUpper = 159, kRightLidLower = 145;
inline constexpr size_t kLeftEyeOuter = 263, kLeftEyeInner = 362, kLeftLidUpper = 386, kLeftLidLower = 374;
inline constexpr size_t kRightIris = 468, kLeftIris = 473;
inline constexpr size_t kRightBrow = 105, kRightBrowInner = 55, kLeftBrow = 334, kLeftBrowInner = 285;
inline constexpr size_t kRightNostril = 129, kLeftNostril = 358, kNoseBase = 2;
inline constexpr size_t kRightCheek = 50, kLeftCheek = 280;
inline constexpr size_t kMouthRight = 61, kMouthLeft = 291;
inline constexpr size_t kUpperLipTop = 0, kUpperLipInner = 13, kLowerLipInner = 14, kLowerLipBottom = 17;
inline constexpr size_t kForehead = 10, kChin = 152;

}  // namespace mmim::place

#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/json.h"

namespace mmim {

/// Numbers in 16 bits each: the place on a grid of 65,535 points from the least of them to the greatest; 65535 marks
/// NaN, and what is infinite becomes NaN. A number moves by at most half a step, (high - low) / 65534 / 2, and the
/// rounding of a float; numbers that come from a grid stay as they are.
struct Steps {
  float low = 0, high = 0;  ///< both 0 where no number is finite
  std::vector<uint16_t> places = {};
};
Steps to_steps(std::span<const float> values);
std::vector<float> from_steps(const Steps& steps);

/// How far to_steps may move a number of `values`.
double most_moved(std::span<const float> values);

/// {"low", "high", "steps": places as base64 of little-endian 16-bit words}.
Json to_json(const Steps& steps);
/// DataError naming `where` when it is anything else or does not hold `count` places.
Steps steps_from_json(const Json& json, int64_t count, const std::string& where);

}  // namespace mmim

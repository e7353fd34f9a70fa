#include "metrics/steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base64.h"
#include "core/error.h"

namespace mmim {

namespace {

constexpr uint16_t kLast = 65534, kUndefined = 65535;

Steps extremes(std::span<const float> values) {
  Steps steps{.low = std::numeric_limits<float>::max(), .high = std::numeric_limits<float>::lowest()};
  for (const float value : values)
    if (std::isfinite(value)) {
      steps.low = std::min(steps.low, value);
      steps.high = std::max(steps.high, value);
    }
  return steps.low > steps.high ? Steps{} : steps;
}

}  // namespace

Steps to_steps(std::span<const float> values) {
  Steps steps = extremes(values);
  const double low = steps.low, range = steps.high - low;
  steps.places.reserve(values.size());
  for (const float value : values) {
    const double place = range == 0 ? 0 : std::nearbyint((value - low) / range * kLast);
    steps.places.push_back(std::isfinite(value) ? static_cast<uint16_t>(place) : kUndefined);
  }
  return steps;
}

std::vector<float> from_steps(const Steps& steps) {
  std::vector<float> values;
  values.reserve(steps.places.size());
  for (const uint16_t place : steps.places)
    values.push_back(place == kUndefined
                         ? std::numeric_limits<float>::quiet_NaN()
                         : static_cast<float>(std::lerp(static_cast<double>(steps.low), static_cast<double>(steps.high),
                                                        static_cast<double>(place) / kLast)));
  return values;
}

double most_moved(std::span<const float> values) {
  const Steps steps = extremes(values);
  const double low = steps.low, high = steps.high;
  return (high - low) / kLast / 2 + std::max(std::abs(low), std::abs(high)) * std::numeric_limits<float>::epsilon();
}

Json to_json(const Steps& steps) {
  std::vector<std::byte> bytes;
  bytes.reserve(2 * steps.places.size());
  for (const uint16_t place : steps.places)
    bytes.insert(bytes.end(), {static_cast<std::byte>(place & 255), static_cast<std::byte>(place >> 8)});
  return {{"low", steps.low}, {"high", steps.high}, {"steps", to_base64(bytes)}};
}

Steps steps_from_json(const Json& json, int64_t count, const std::string& where) {
  for (const char* key : {"low", "high"})
    if (!json.is_object() || !json.contains(key) || !json[key].is_number())
      throw DataError(where + "." + key + ": no number stands there");
  if (!json.contains("steps") || !json["steps"].is_string()) throw DataError(where + ".steps: no text stands there");
  Steps steps{.low = json["low"].get<float>(), .high = json["high"].get<float>()};
  if (!(std::isfinite(steps.low) && std::isfinite(steps.high) && steps.low <= steps.high))
    throw DataError(where + ": low and high are no range");
  const std::vector<std::byte> bytes = from_base64(json["steps"].get_ref<const std::string&>(), where + ".steps");
  if (bytes.size() % 2 != 0 || static_cast<int64_t>(bytes.size() / 2) != count)
    throw DataError(where + ".steps: " + std::to_string(bytes.size()) + " bytes where " + std::to_string(count) +
                    " draws take two each");
  for (size_t i = 0; i < bytes.size(); i += 2)
    steps.places.push_back(
        static_cast<uint16_t>(std::to_integer<int>(bytes[i]) | std::to_integer<int>(bytes[i + 1]) << 8));
  return steps;
}

}  // namespace mmim

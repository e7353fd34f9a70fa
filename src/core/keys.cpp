#include "core/keys.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace mmim {

uint64_t KeyedDraws::below(uint64_t limit) {
  const uint64_t fair = UINT64_MAX - UINT64_MAX % limit;
  uint64_t draw = bits();
  while (draw >= fair) draw = bits();
  return draw % limit;
}

double KeyedDraws::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::vector<int64_t> permutation(int64_t count, uint64_t key) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), int64_t{0});
  KeyedDraws draws(key);
  for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[draws.below(i)]);
  return order;
}

}  // namespace mmim

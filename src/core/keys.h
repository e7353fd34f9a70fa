#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace mmim {

/// Stateless randomness: a draw is a function of its key, never of what was drawn before.

/// The finaliser of splitmix64: a bijection of 64 bits that looks random.
constexpr uint64_t scramble(uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

/// The key of a draw below `key`: named or numbered.
constexpr uint64_t subkey(uint64_t key, uint64_t number) { return scramble(key ^ scramble(number)); }
constexpr uint64_t subkey(uint64_t key, std::string_view name) {
  uint64_t hash = 0xCBF29CE484222325ull;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return subkey(key, hash);
}

/// A sequence of draws from one key, for torch-free code (shuffles, bootstrap, synthetic data).
class KeyedDraws {
 public:
  explicit KeyedDraws(uint64_t key) : key_(key) {}
  uint64_t bits() { return subkey(key_, count_++); }
  uint64_t below(uint64_t limit);  ///< uniform in [0, limit), without modulo bias; limit > 0
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }  ///< [0, 1)
  double normal();                                                            ///< N(0, 1)

 private:
  uint64_t key_, count_ = 0;
};

/// A permutation of 0 .. count-1 (Fisher-Yates), a function of `key` alone.
std::vector<int64_t> permutation(int64_t count, uint64_t key);

}  // namespace mmim

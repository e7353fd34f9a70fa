#pragma once
#include <cstddef>

namespace mmim {

/// Two numbers that one instruction adds or multiplies: the same step of two frames.
struct Pair {
  using Lanes = double __attribute__((vector_size(16)));
  Lanes lanes = {0, 0};

  Pair() = default;
  Pair(double both) : lanes{both, both} {}
  Pair(double first, double second) : lanes{first, second} {}
  explicit Pair(Lanes both) : lanes(both) {}
  double operator[](size_t lane) const { return lanes[lane]; }

  Pair& operator+=(const Pair& other) { return *this = Pair(lanes + other.lanes); }
  Pair& operator-=(const Pair& other) { return *this = Pair(lanes - other.lanes); }
  Pair& operator*=(const Pair& other) { return *this = Pair(lanes * other.lanes); }
  Pair operator-() const { return Pair(-lanes); }
};

inline Pair operator+(const Pair& a, const Pair& b) { return Pair(a.lanes + b.lanes); }
inline Pair operator-(const Pair& a, const Pair& b) { return Pair(a.lanes - b.lanes); }
inline Pair operator*(const Pair& a, const Pair& b) { return Pair(a.lanes * b.lanes); }
inline Pair operator/(const Pair& a, const Pair& b) { return Pair(a.lanes / b.lanes); }
/// Lane by lane; `a` where `b` is no number.
inline Pair larger(const Pair& a, const Pair& b) { return Pair(b.lanes > a.lanes ? b.lanes : a.lanes); }

}  // namespace mmim

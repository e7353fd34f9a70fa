#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mmim {

enum class Type { f16, bf16, f32, f64, i8, i16, i32, i64, u8, u16, u32, u64, boolean };

/// Bytes of one element.
size_t size_of(Type type);
/// "float32", "int64", "bool", ... as numpy says it.
std::string word(Type type);

/// Numbers of one type in C order, little endian. The bytes may lie in a mapped file: copies share them and keep it
/// open.
struct Array {
  Type type = Type::f32;
  std::vector<int64_t> shape;  ///< empty: a scalar
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;

  int64_t count() const;                 ///< product of shape
  int64_t rows() const;                  ///< shape[0]; 1 for a scalar
  double at(int64_t index) const;        ///< element `index` in C order as a number; no range check
  std::vector<float> to_floats() const;  ///< every element cast to float32 (float64 beyond its range becomes infinite)
  std::vector<int64_t> to_integers() const;  ///< every element truncated to int64
};

/// Bytes of an array of `shape` whose elements take `element` bytes; nothing when an extent is negative or the product
/// of the non-zero extents does not fit.
std::optional<uint64_t> bytes_of(const std::vector<int64_t>& shape, uint64_t element);

/// An array that owns a copy of `values`; throws DataError when shape and values disagree.
template <class T>
Array make_array(const std::vector<T>& values, std::vector<int64_t> shape);  // float, double, int32_t, int64_t, uint8_t

/// An array that owns `bytes`; throws DataError when shape and bytes disagree.
Array make_array(Type type, std::vector<int64_t> shape, std::vector<std::byte> bytes);

/// "(1284, 375, 5)".
std::string say_shape(const std::vector<int64_t>& shape);

}  // namespace mmim

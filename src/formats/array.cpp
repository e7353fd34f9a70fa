#include "formats/array.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"

namespace mmim {

static_assert(std::endian::native == std::endian::little, "the bytes of an array are read as they lie");

namespace {

struct Float16 {
  uint16_t bits;
  explicit operator float() const {
    const int exponent = (bits >> 10) & 31, fraction = bits & 1023;
    float size = std::ldexp(static_cast<float>(exponent == 0 ? fraction : fraction + 1024), std::max(exponent, 1) - 25);
    if (exponent == 31)
      size = fraction ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    return bits & 0x8000 ? -size : size;
  }
  explicit operator double() const { return static_cast<float>(*this); }
};

struct BFloat16 {
  uint16_t bits;
  explicit operator float() const { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }
  explicit operator double() const { return static_cast<float>(*this); }
};

struct Bool {
  uint8_t byte;
  explicit operator float() const { return byte != 0; }
  explicit operator double() const { return byte != 0; }
  explicit operator int64_t() const { return byte != 0; }
};

template <class T>
T load(const std::byte* from) {  // an array in a mapped file need not be aligned
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

template <class Use>
auto with_type(Type type, Use use) {
  switch (type) {
    case Type::f16:
      return use(Float16{});
    case Type::bf16:
      return use(BFloat16{});
    case Type::f32:
      return use(float{});
    case Type::f64:
      return use(double{});
    case Type::i8:
      return use(int8_t{});
    case Type::i16:
      return use(int16_t{});
    case Type::i32:
      return use(int32_t{});
    case Type::i64:
      return use(int64_t{});
    case Type::u8:
      return use(uint8_t{});
    case Type::u16:
      return use(uint16_t{});
    case Type::u32:
      return use(uint32_t{});
    case Type::u64:
      return use(uint64_t{});
    case Type::boolean:
      break;
  }
  return use(Bool{});
}

template <class T>
int64_t truncated(T value) {
  if constexpr (std::is_integral_v<T> || std::is_same_v<T, Bool>) {
    return static_cast<int64_t>(value);
  } else {
    const auto real = static_cast<double>(value);
    if (std::isnan(real)) return 0;
    if (real >= 0x1p63) return std::numeric_limits<int64_t>::max();
    return real < -0x1p63 ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(real);
  }
}

}  // namespace

size_t size_of(Type type) {
  return with_type(type, [](auto zero) { return sizeof(zero); });
}

std::string word(Type type) {
  constexpr const char* kNames[] = {"float16", "bfloat16", "float32", "float64", "int8",   "int16", "int32",
                                    "int64",   "uint8",    "uint16",  "uint32",  "uint64", "bool"};
  return kNames[static_cast<size_t>(type)];
}

int64_t Array::count() const {
  int64_t product = 1;
  for (int64_t extent : shape) product *= extent;
  return product;
}

int64_t Array::rows() const { return shape.empty() ? 1 : shape[0]; }

double Array::at(int64_t index) const {
  return with_type(type, [&](auto zero) {
    return static_cast<double>(load<decltype(zero)>(bytes.data() + static_cast<size_t>(index) * sizeof(zero)));
  });
}

std::vector<float> Array::to_floats() const {
  std::vector<float> floats(static_cast<size_t>(count()));
  with_type(type, [&](auto zero) {
    const std::byte* from = bytes.data();
    for (float& value : floats) {
      value = static_cast<float>(load<decltype(zero)>(from));
      from += sizeof(zero);
    }
  });
  return floats;
}

std::vector<int64_t> Array::to_integers() const {
  std::vector<int64_t> integers(static_cast<size_t>(count()));
  with_type(type, [&](auto zero) {
    const std::byte* from = bytes.data();
    for (int64_t& value : integers) {
      value = truncated(load<decltype(zero)>(from));
      from += sizeof(zero);
    }
  });
  return integers;
}

std::optional<uint64_t> bytes_of(const std::vector<int64_t>& shape, uint64_t element) {
  uint64_t product = element;
  bool empty = false;
  for (int64_t extent : shape) {
    if (extent < 0) return {};
    if (extent == 0) {
      empty = true;
    } else if (__builtin_mul_overflow(product, static_cast<uint64_t>(extent), &product) || product > INT64_MAX) {
      return {};
    }
  }
  return empty ? 0 : product;
}

Array make_array(Type type, std::vector<int64_t> shape, std::vector<std::byte> bytes) {
  if (bytes_of(shape, size_of(type)) != bytes.size())
    throw DataError(std::to_string(bytes.size()) + " bytes do not fill a " + word(type) + " array " + say_shape(shape));
  const auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  return {type, std::move(shape), *owner, owner};
}

namespace {

template <class T>
constexpr Type type_of() {
  if constexpr (std::is_same_v<T, float>) return Type::f32;
  if constexpr (std::is_same_v<T, double>) return Type::f64;
  if constexpr (std::is_same_v<T, int32_t>) return Type::i32;
  if constexpr (std::is_same_v<T, int64_t>) return Type::i64;
  if constexpr (std::is_same_v<T, uint8_t>) return Type::u8;
}

}  // namespace

template <class T>
Array make_array(const std::vector<T>& values, std::vector<int64_t> shape) {
  const std::span<const std::byte> bytes = std::as_bytes(std::span(values));
  return make_array(type_of<T>(), std::move(shape), {bytes.begin(), bytes.end()});
}
template Array make_array(const std::vector<float>&, std::vector<int64_t>);
template Array make_array(const std::vector<double>&, std::vector<int64_t>);
template Array make_array(const std::vector<int32_t>&, std::vector<int64_t>);
template Array make_array(const std::vector<int64_t>&, std::vector<int64_t>);
template Array make_array(const std::vector<uint8_t>&, std::vector<int64_t>);

std::string say_shape(const std::vector<int64_t>& shape) {
  std::string text = "(";
  for (size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace mmim

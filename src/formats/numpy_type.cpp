#include "formats/numpy_type.h"

#include <charconv>

#include "formats/strided.h"

namespace mmim {

namespace {

constexpr size_t kLongestText = size_t{1} << 28;

struct NumberName {
  const char* text;
  Type type;
};
constexpr NumberName kNumbers[] = {{"f2", Type::f16}, {"f4", Type::f32}, {"f8", Type::f64},   {"i1", Type::i8},
                                   {"i2", Type::i16}, {"i4", Type::i32}, {"i8", Type::i64},   {"u1", Type::u8},
                                   {"u2", Type::u16}, {"u4", Type::u32}, {"u8", Type::u64},   {"b1", Type::boolean},
                                   {"b", Type::i8},   {"B", Type::u8},   {"?", Type::boolean}};

}  // namespace

std::optional<NumpyType> numpy_type(const std::string& text) {
  const bool marked = !text.empty() && std::string("<>|=").find(text[0]) != std::string::npos;
  const std::string bare = text.substr(marked);
  NumpyType type;
  type.swapped = marked && text[0] == '>';
  for (const NumberName& known : kNumbers) {
    if (bare != known.text) continue;
    type.kind = bare[0];
    type.number = known.type;
    type.size = size_of(known.type);
    return type;
  }
  if (bare == "O" || bare == "O8" || bare == "O4") {
    type.kind = 'O';
    type.size = 8;
    return type;
  }
  if (bare.size() < 2 || (bare[0] != 'S' && bare[0] != 'a' && bare[0] != 'U')) return {};
  size_t length = 0;
  const auto [stop, error] = std::from_chars(bare.data() + 1, bare.data() + bare.size(), length);
  if (error != std::errc() || stop != bare.data() + bare.size() || length > kLongestText) return {};
  type.kind = bare[0] == 'U' ? 'U' : 'S';
  type.size = type.kind == 'U' ? 4 * length : length;
  return type;
}

std::string numpy_name(Type type) {
  for (const NumberName& known : kNumbers)
    if (known.type == type) return (size_of(type) == 1 ? "|" : "<") + std::string(known.text);
  return "";
}

Array numpy_array(const NumpyType& type, const std::vector<int64_t>& shape, const std::vector<int64_t>& strides,
                  std::span<const std::byte> bytes, const std::shared_ptr<const void>& owner) {
  const bool swap = type.swapped && type.size > 1;
  if (owner && !swap && strides == c_strides(shape)) return {*type.number, shape, bytes, owner};
  std::vector<std::byte> copy = in_c_order(bytes.data(), shape, strides, type.size);
  if (swap) swap_bytes(copy, type.size);
  return make_array(*type.number, shape, std::move(copy));
}

}  // namespace mmim

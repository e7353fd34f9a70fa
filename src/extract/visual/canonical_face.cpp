#include "extract/visual/canonical_face.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/error.h"
#include "core/sentence.h"

namespace mmim {

namespace {

constexpr size_t kFacePoints = 468, kNumbersOfVertex = 5;
constexpr uint64_t kMesh = 1, kBasis = 2, kVertexBuffer = 3, kPointNumber = 1, kWeight = 2;

/// A field of a message: its number, and its value by how it is written.
struct MessageField {
  uint64_t number = 0, integer = 0;
  float real = 0;
  std::span<const std::byte> content{};
};

/// The fields of a message of Protocol Buffers, one after the other.
class Message {
 public:
  Message(std::span<const std::byte> bytes, const std::string& where) : bytes_(bytes), where_(where) {}
  bool done() const { return bytes_.empty(); }

  MessageField next() {
    const uint64_t key = integer();
    MessageField field{.number = key >> 3};
    switch (key & 7) {
      case 0:
        field.integer = integer();
        break;
      case 1:
        take(8);
        break;
      case 2:
        field.content = take(integer());
        break;
      case 5:
        std::memcpy(&field.real, take(4).data(), 4);
        break;
      default:
        fail("has a field of an unknown kind");
    }
    return field;
  }

  [[noreturn]] void fail(const std::string& what) const { throw DataError(where_ + ": " + what); }

 private:
  std::span<const std::byte> take(uint64_t count) {
    if (count > bytes_.size()) fail("is cut short");
    const std::span<const std::byte> taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  uint64_t integer() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = std::to_integer<uint64_t>(take(1)[0]);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    fail("has a number that is too long");
  }

  std::span<const std::byte> bytes_;
  const std::string& where_;
};

std::vector<float> numbers_of_mesh(Message mesh) {
  std::vector<float> numbers;
  while (!mesh.done()) {
    const MessageField field = mesh.next();
    if (field.number == kVertexBuffer) numbers.push_back(field.real);
  }
  return numbers;
}

void read_weight(Message basis, std::vector<double>& weights) {
  uint64_t point = 0;
  double weight = 0;
  while (!basis.done()) {
    const MessageField field = basis.next();
    if (field.number == kPointNumber) point = field.integer;
    if (field.number == kWeight) weight = field.real;
  }
  if (point >= weights.size()) basis.fail(sentence("has a weight for point {} of {}", point, weights.size()));
  if (!(weight >= 0) || std::isinf(weight)) basis.fail(sentence("the weight of point {} is no weight", point));
  weights[point] = weight;
}

}  // namespace

CanonicalFace parse_canonical_face(std::span<const std::byte> message, const std::string& where) {
  CanonicalFace face{{}, std::vector<double>(kFacePoints)};
  std::vector<float> numbers;
  for (Message metadata(message, where); !metadata.done();) {
    const MessageField field = metadata.next();
    if (field.number == kMesh) numbers = numbers_of_mesh({field.content, where});
    if (field.number == kBasis) read_weight({field.content, where}, face.weights);
  }
  if (numbers.size() != kNumbersOfVertex * kFacePoints)
    throw DataError(sentence("{}: has {} numbers for {} points", where, numbers.size(), kFacePoints));
  for (size_t i = 0; i < kFacePoints; ++i) {
    const float* vertex = numbers.data() + kNumbersOfVertex * i;
    for (size_t axis = 0; axis < 3; ++axis)
      if (!std::isfinite(vertex[axis])) throw DataError(sentence("{}: point {} is no number", where, i));
    face.points.push_back({vertex[0], vertex[1], vertex[2]});
  }
  return face;
}

}  // namespace mmim

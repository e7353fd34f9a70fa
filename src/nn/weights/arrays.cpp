#include "nn/weights/arrays.h"

#include <cstring>

#include "core/error.h"

namespace mmim {

namespace {

const std::vector<std::pair<Type, torch::Dtype>>& types() {
  static const std::vector<std::pair<Type, torch::Dtype>> table{
      {Type::f16, at::kHalf}, {Type::bf16, at::kBFloat16}, {Type::f32, at::kFloat}, {Type::f64, at::kDouble},
      {Type::i8, at::kChar},  {Type::i16, at::kShort},     {Type::i32, at::kInt},   {Type::i64, at::kLong},
      {Type::u8, at::kByte},  {Type::boolean, at::kBool}};
  return table;
}

}  // namespace

Tensor to_tensor(const Array& array) {
  for (const auto& [type, dtype] : types()) {
    if (type != array.type) continue;
    Tensor tensor = at::empty(array.shape, dtype);
    if (!array.bytes.empty()) std::memcpy(tensor.mutable_data_ptr(), array.bytes.data(), array.bytes.size());
    return tensor;
  }
  throw DataError("numbers of type " + word(array.type) + " have no tensor type");
}

Array to_array(const Tensor& tensor) {
  auto owner = std::make_shared<Tensor>(tensor.detach().to(at::kCPU).contiguous());
  for (const auto& [type, dtype] : types())
    if (dtype == owner->scalar_type())
      return {
          type, owner->sizes().vec(), {static_cast<const std::byte*>(owner->const_data_ptr()), owner->nbytes()}, owner};
  throw Error("a tensor of type " + std::string(c10::toString(tensor.scalar_type())) + " cannot be stored");
}

}  // namespace mmim

#include "corpus/layouts/kept_values.h"

namespace mmim {

size_t KeptValues::append(std::span<const float> values) {
  if (!file_) file_.emplace(where_);
  file_->write(std::as_bytes(values));
  const size_t at = count_;
  count_ += values.size();
  return at;
}

void KeptValues::finish() {
  if (file_) mapped_ = std::make_unique<MappedFile>(file_->path());
}

std::span<const float> KeptValues::read(size_t at, size_t count) const {
  if (count == 0) return {};
  return {reinterpret_cast<const float*>(mapped_->bytes().data()) + at, count};
}

}  // namespace mmim

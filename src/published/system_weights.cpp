#include "published/system_weights.h"

#include "corpus/dataset.h"

namespace mmim {

const PublishedWeights::Entry* SystemWeights::find(const std::string& ours) const {
  for (const std::string& name : system_.names(ours))
    if (const auto* entry = file_.named(name)) return entry;
  return nullptr;
}

int64_t SystemWeights::extent(const TensorExtent& wanted) const {
  const auto* entry = find(wanted.tensor);
  return entry && wanted.axis < entry->array.shape.size() ? entry->array.shape[wanted.axis] : 0;
}

int64_t SystemWeights::count(const TensorCount& wanted) const {
  int64_t found = 0;
  while (find(numbered(wanted.tensor, found))) ++found;
  return found;
}

PerModality<int64_t> SystemWeights::widths() const {
  PerModality<int64_t> widths;
  for (const Modality stream : kRowStreams)
    widths[stream] = extent({of_stream(system_.features.tensor, stream), system_.features.axis});
  return widths;
}

bool SystemWeights::fits() const {
  const PerModality<int64_t> known = widths();
  return known.visual > 0 && known.acoustic > 0;
}

}  // namespace mmim

#include "published/system_weights.h"

#include <algorithm>

#include "corpus/dataset.h"
#include "nn/weights/wrapper_prefix.h"

namespace mmim {

namespace {

/// The prefixes behind which both streams are read, and which at least half of the tensors have.
std::vector<std::string> prefixes_of(const PublishedWeights& file, const PublishedSystem& system) {
  std::vector<std::string> names;
  for (const auto& entry : file.entries()) names.push_back(entry.stored);
  const auto before = [&](Modality stream) {
    return wrapper_prefixes(names, system.names(of_stream(system.features.tensor, stream)));
  };
  std::vector<std::string> prefixes = before(Modality::visual);
  const std::vector<std::string> also = before(Modality::acoustic);
  std::erase_if(prefixes, [&](const std::string& prefix) {
    const auto count =
        std::count_if(names.begin(), names.end(), [&](const std::string& name) { return name.starts_with(prefix); });
    return std::find(also.begin(), also.end(), prefix) == also.end() || 2 * static_cast<size_t>(count) < names.size();
  });
  return prefixes;
}

}  // namespace

SystemWeights::SystemWeights(const PublishedWeights& file, const PublishedSystem& system)
    : file_(file), system_(system), prefixes_(prefixes_of(file, system)) {
  if (prefixes_.size() > 1) return;
  for (const auto& entry : file.entries()) place_[name_of(entry)] = &entry;
}

bool SystemWeights::of_mmsa() const { return prefixes_.size() == 1 && prefixes_[0].ends_with("Model."); }

std::string SystemWeights::name_of(const PublishedWeights::Entry& entry) const {
  const bool wrapped = prefixes_.size() == 1 && entry.stored.starts_with(prefixes_[0]);
  return wrapped ? entry.stored.substr(prefixes_[0].size()) : entry.stored;
}

const PublishedWeights::Entry* SystemWeights::named(const std::string& published) const {
  const auto found = place_.find(published);
  return found == place_.end() ? nullptr : found->second;
}

const PublishedWeights::Entry* SystemWeights::find(const std::string& ours) const {
  for (const std::string& name : system_.names(ours))
    if (const auto* entry = named(name)) return entry;
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

#include "corpus/dataset.h"

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "core/sha256.h"

namespace mmim {

namespace {

constexpr const char* kFormat = "mmim data set";
constexpr int kVersion = 1;

/// The values of an array as they lie in memory, checked for type and dimensions.
template <class T>
const T* values_of(const NamedArrays& arrays, const std::string& name, Type type, size_t dimensions,
                   const std::string& where) {
  const Array& array = arrays.at(name, where);
  if (array.type != type || array.shape.size() != dimensions)
    throw DataError(sentence("{}: array `{}` is a {} array {}, {} of {}{} was expected", where, name, word(array.type),
                             say_shape(array.shape), word(type), dimensions,
                             dimensions == 1 ? " dimension" : " dimensions"));
  if (reinterpret_cast<uintptr_t>(array.bytes.data()) % sizeof(T) != 0)
    throw DataError(sentence("{}: array `{}` does not lie at a multiple of {} bytes", where, name, sizeof(T)));
  return reinterpret_cast<const T*>(array.bytes.data());
}

const int64_t* offsets_of(const NamedArrays& arrays, const std::string& name, int64_t size, int64_t end,
                          const std::string& where) {
  const auto* offsets = values_of<int64_t>(arrays, name, Type::i64, 1, where);
  if (arrays.at(name, where).count() != size + 1)
    throw DataError(
        sentence("{}: array `{}` has {} offsets for {} utterances", where, name, arrays.at(name, where).count(), size));
  for (int64_t i = 0; i < size; ++i)
    if (offsets[i] < 0 || offsets[i] > offsets[i + 1])
      throw DataError(sentence("{}: array `{}`: offset {} is negative or above the next", where, name, i));
  if (offsets[0] != 0 || offsets[size] != end)
    throw DataError(sentence("{}: array `{}` does not run from 0 to the {} there are", where, name, end));
  return offsets;
}

}  // namespace

Split::Split(NamedArrays arrays, const DatasetInfo& info, const std::string& where) : arrays_(std::move(arrays)) {
  labels_ = values_of<float>(arrays_, "labels", Type::f32, 1, where);
  size_ = arrays_.at("labels", where).count();
  const auto strings = [&](const std::string& name) {
    const auto* bytes = values_of<char>(arrays_, name + ".bytes", Type::u8, 1, where);
    const int64_t end = arrays_.at(name + ".bytes", where).count();
    return Strings{bytes, offsets_of(arrays_, name + ".offsets", size_, end, where)};
  };
  text_ = strings("text");
  id_ = strings("id");
  for (const Modality m : kRowStreams) {
    if (info.streams[m].width == 0) continue;
    const std::string values = word(m) + ".values";
    streams_[m].values = values_of<float>(arrays_, values, Type::f32, 2, where);
    streams_[m].width = arrays_.at(values, where).shape[1];
    if (streams_[m].width != info.streams[m].width)
      throw DataError(sentence("{}: array `{}` has rows of {}, dataset.json says {}", where, values, streams_[m].width,
                               info.streams[m].width));
    streams_[m].offsets = offsets_of(arrays_, word(m) + ".offsets", size_, arrays_.at(values, where).rows(), where);
  }
  for (int64_t i = 0; i < size_; ++i)
    if (!std::isfinite(labels_[i])) throw DataError(sentence("{}: label {} is not a finite number", where, i));
}

std::string_view Split::id(int64_t utterance) const { return id_.at(utterance); }
std::string_view Split::video(int64_t utterance) const { return video_of(id(utterance)); }
std::string_view Split::text(int64_t utterance) const { return text_.at(utterance); }
float Split::label(int64_t utterance) const { return labels_[utterance]; }

int64_t Split::length(Modality stream, int64_t utterance) const {
  const Rows& rows = streams_[stream];
  return rows.offsets ? rows.offsets[utterance + 1] - rows.offsets[utterance] : 0;
}

std::span<const float> Split::rows(Modality stream, int64_t utterance) const {
  const Rows& rows = streams_[stream];
  if (!rows.offsets) return {};
  return {rows.values + rows.offsets[utterance] * rows.width,
          static_cast<size_t>(length(stream, utterance) * rows.width)};
}

std::string_view video_of(std::string_view id) {
  if (const size_t dollar = id.find("$_$"); dollar != id.npos && dollar > 0) return id.substr(0, dollar);
  if (const size_t bracket = id.rfind('['); id.ends_with(']') && bracket != id.npos && bracket > 0)
    return id.substr(0, bracket);
  const size_t line = id.rfind('_');
  const bool numbered =
      line != id.npos && line > 0 && line + 1 < id.size() && id.find_first_not_of("0123456789", line + 1) == id.npos;
  return numbered ? id.substr(0, line) : id;
}

std::string file_of(SplitName split) { return word(split) + ".safetensors"; }

Json dataset_json(const DatasetInfo& info, const std::array<int64_t, 3>& sizes) {
  Json json = {{"format", kFormat}, {"version", kVersion}};
  json.update(info.to_json());
  for (const SplitName split : kSplits) json["splits"][word(split)] = sizes[static_cast<size_t>(split)];
  return json;
}

std::string fingerprint_of(const std::array<const NamedArrays*, 3>& splits) {
  std::string listing;
  for (const SplitName split : kSplits)
    for (const auto& [array, values] : splits[static_cast<size_t>(split)]->arrays)
      listing += word(split) + " " + array + " " + say_shape(values.shape) + " " + sha256(values.bytes) + "\n";
  return sha256(std::as_bytes(std::span(listing)));
}

Dataset Dataset::open(const std::filesystem::path& folder) {
  const auto description = folder / "dataset.json";
  if (!std::filesystem::exists(description))
    throw DataError(folder.string() + ": is no data set (dataset.json is not there; `mmim import` makes one)");
  const std::string where = description.string();
  const Json json = read_json(description);
  if (!json.is_object() || json.value("format", Json()) != kFormat)
    throw DataError(where + ": describes no mmim data set");
  if (json.value("version", Json()) != kVersion)
    throw DataError(sentence("{}: is of version {}, this program reads version {}", where,
                             json.value("version", Json()).dump(), kVersion));
  Dataset dataset{.info = DatasetInfo::from_json(json, where)};
  for (const SplitName name : kSplits) {
    const auto file = folder / file_of(name);
    Split split(read_safetensors(file), dataset.info, file.string());
    const Json sizes = json.value("splits", Json());
    if (!sizes.is_object() || sizes.value(word(name), Json()) != split.size())
      throw DataError(sentence("{}: key `splits.{}` does not state the {} utterances of {}", where, word(name),
                               split.size(), file_of(name)));
    dataset.splits[static_cast<size_t>(name)] = std::move(split);
  }
  return dataset;
}

}  // namespace mmim

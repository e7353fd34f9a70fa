#include "corpus/dataset.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "core/sha256.h"
#include "corpus/packed_folder.h"
#include "corpus/video.h"
#include "formats/file_words.h"

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
  for (const LabelColumn& column : info.columns) {
    const std::string array = "labels." + column.name;
    columns_.push_back(values_of<float>(arrays_, array, Type::f32, 1, where));
    if (arrays_.at(array, where).count() != size_)
      throw DataError(where + ": array `" + array + "` does not hold a label for each of the " + std::to_string(size_) +
                      " utterances");
    for (int64_t i = 0; i < size_; ++i)
      if (!std::isfinite(columns_.back()[i]))
        throw DataError(where + ": array `" + array + "`: label " + std::to_string(i) + " is not a finite number");
  }
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
float Split::label(size_t column, int64_t utterance) const { return columns_[column][utterance]; }

void Split::learn(size_t column) {
  if (size_ > 0) labels_ = columns_[column];
}

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

void Dataset::learn(const std::string& label) {
  if (label.empty() || label == "labels") return;
  std::vector<std::string> names;
  for (const LabelColumn& column : info.columns) names.push_back(column.name);
  const auto found = std::find(names.begin(), names.end(), label);
  if (found == names.end())
    throw UsageError(info.name + ": has no labels `" + label + "`" +
                     (names.empty() ? "; it has its own labels alone" : "; there are " + listing(names)) +
                     did_you_mean(label, names));
  const auto column = static_cast<size_t>(found - names.begin());
  for (Split& split : splits) split.learn(column);
  info.label = label;
  info.labels = info.columns[column].range;
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
  if (std::filesystem::is_regular_file(folder)) refuse_packed_folder(folder);
  if (std::filesystem::is_regular_file(folder))
    throw DataError(folder.string() + ": " + say_kind(MappedFile(folder).bytes()) +
                    "; a data set is a folder, which `mmim import` makes of published files");
  if (!std::filesystem::exists(description))
    throw DataError(folder.string() + (std::filesystem::exists(folder)
                                           ? ": is no data set (dataset.json is not there; `mmim import` makes one)"
                                           : ": no such folder (`mmim import` makes a data set)"));
  const std::string where = description.string();
  expect_text(description, "the description of a data set");
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

#include "corpus/layouts/feature_file.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/names.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/table_columns.h"
#include "formats/file_kind.h"
#include "formats/file_words.h"
#include "formats/npy.h"
#include "formats/number_table.h"
#include "formats/plain_file.h"
#include "formats/safetensors.h"
#include "formats/tree_file.h"
#include "formats/zip_archive.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr std::array kTableEndings{".csv", ".tsv", ".txt"};
constexpr std::array kArrayEndings{".npy", ".npz", ".safetensors", ".pt", ".pth", ".pkl", ".pickle", ".pk", ".p"};

bool ends_as(const fs::path& file, const auto& endings) {
  const std::string ending = plain_name(file).extension().string();
  return std::any_of(endings.begin(), endings.end(), [&](const char* known) { return ending == known; });
}

[[noreturn]] void refuse_several(const std::string& where, const std::vector<std::string>& names) {
  throw DataError(where + ": holds " + std::to_string(names.size()) + " arrays (" + say_header(names) +
                  "), one array of an utterance was expected");
}

/// The one entry of a dictionary, else the value itself.
Value only_entry(const Value& value, const std::string& where) {
  if (!value.dict()) return value;
  if (value.dict()->items.size() != 1) refuse_several(where, value.keys());
  return value.dict()->items[0].second;
}

Value value_in_npz(ZipArchive& archive, const std::vector<std::string>& files, const std::string& where) {
  if (files.size() != 1) refuse_several(where, files);
  const auto bytes = std::make_shared<const std::vector<std::byte>>(archive.read(files[0]));
  return read_npy(*bytes, where + ": entry " + files[0], bytes);
}

Value value_in_zip(const fs::path& path, std::span<const std::byte> bytes) {
  ZipArchive archive(bytes, path.string());
  const std::vector<std::string> files = archive.files();
  const bool npz = !files.empty() && std::all_of(files.begin(), files.end(),
                                                 [](const std::string& name) { return name.ends_with(".npy"); });
  return npz ? value_in_npz(archive, files, path.string()) : read_tree(path);
}

Value value_in(const fs::path& path, const PlainFile& file) {
  switch (kind_of(file.bytes())) {
    case FileKind::npy:
      return read_npy(file.bytes(), path.string(), file.owner());
    case FileKind::safetensors: {
      const NamedArrays arrays = read_safetensors(path);
      std::vector<std::string> names;
      for (const auto& [name, array] : arrays.arrays) names.push_back(name);
      if (names.size() != 1) refuse_several(path.string(), names);
      return {std::make_shared<const Array>(arrays.arrays[0].second)};
    }
    case FileKind::zip:
      return value_in_zip(path, file.bytes());
    case FileKind::pickle:
    case FileKind::old_torch:
      return read_tree(path);
    default:
      refuse_kind(file.bytes(), path.string(), "an array of features (.npy, .npz, .csv, .safetensors)");
  }
}

/// (rows, features) of an array of one utterance.
std::vector<int64_t> shape_of_rows(const Array& array, const std::string& where) {
  std::vector<int64_t> shape = array.shape;
  if (array.count() == 0) return {0, 0};
  while (shape.size() > 2 && std::find(shape.begin(), shape.end(), 1) != shape.end())
    shape.erase(std::find(shape.begin(), shape.end(), 1));
  if (shape.size() == 1) shape.insert(shape.begin(), 1);
  if (shape.size() != 2)
    throw DataError(where + ": is an array " + say_shape(array.shape) +
                    ", rows of features (rows, features) of one utterance were expected");
  return shape;
}

}  // namespace

bool is_feature_file(const fs::path& file) { return ends_as(file, kTableEndings) || ends_as(file, kArrayEndings); }

FeatureRows read_features(const fs::path& path) {
  const std::string where = path.string();
  const PlainFile file(path);
  FeatureRows features;
  if (ends_as(path, kTableEndings) && may_be_table(file.bytes())) {
    NumberTable table = read_number_table(path);
    if (table.values.shape[1] == 0) throw DataError(where + ": has no column of features");
    features.values = std::move(table.values);
    features.left_out = std::move(table.left_out);
  } else {
    const Value value = only_entry(value_in(path, file), where);
    const auto array = numbers_of(value);
    if (!array) throw DataError(where + ": is " + value.say() + ", an array of numbers was expected");
    features.values = *array;
  }
  features.values.shape = shape_of_rows(features.values, where);
  return features;
}

}  // namespace mmim

#include "corpus/layouts/feature_file.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/letters.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/number_rows.h"
#include "corpus/layouts/stream_words.h"
#include "corpus/layouts/table_columns.h"
#include "formats/file_kind.h"
#include "formats/file_words.h"
#include "formats/npy.h"
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

/// Arrays of one utterance by name; a value without a name stands alone.
struct NamedValues {
  std::vector<std::pair<std::string, Value>> values;
  bool of_fet = false;  ///< MMSA-FET's features of a clip

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : values) names.push_back(name);
    return names;
  }
};

NamedValues values_of_tree(const Value& tree) {
  if (!tree.dict()) return {{{"", tree}}};
  NamedValues named{.values = {}, .of_fet = tree.find("config") || tree.find("text_bert")};
  for (const auto& [key, value] : tree.dict()->items) named.values.emplace_back(scalar_text(key).value_or(""), value);
  return named;
}

NamedValues values_in_zip(const fs::path& path, std::span<const std::byte> bytes) {
  ZipArchive archive(bytes, path.string());
  const std::vector<std::string> files = archive.files();
  const bool npz = !files.empty() && std::all_of(files.begin(), files.end(),
                                                 [](const std::string& name) { return name.ends_with(".npy"); });
  if (!npz) return values_of_tree(read_tree(path));
  NamedValues named;
  for (const std::string& name : files) {
    const auto entry = std::make_shared<const std::vector<std::byte>>(archive.read(name));
    named.values.emplace_back(name, read_npy(*entry, path.string() + ": entry " + name, entry));
  }
  return named;
}

NamedValues values_in(const fs::path& path, const PlainFile& file) {
  switch (kind_of(file.bytes())) {
    case FileKind::npy:
      return {{{"", read_npy(file.bytes(), path.string(), file.owner())}}};
    case FileKind::safetensors: {
      NamedValues named;
      for (const auto& [name, array] : read_safetensors(path).arrays)
        named.values.emplace_back(name, Value{std::make_shared<const Array>(array)});
      return named;
    }
    case FileKind::zip:
      return values_in_zip(path, file.bytes());
    case FileKind::pickle:
    case FileKind::old_torch:
      return values_of_tree(read_tree(path));
    default:
      refuse_kind(file.bytes(), path.string(), "an array of features (.npy, .npz, .csv, .safetensors)");
  }
}

/// The stream that the name of an array tells; `vision_lengths` tells none.
StreamWord told_by(const std::string& name) {
  return in_lower_case(name).find("length") == name.npos ? stream_word(name) : StreamWord::none;
}

StreamWord word_of(Modality m) { return m == Modality::visual ? StreamWord::visual : StreamWord::acoustic; }

int64_t count_of(const NamedValues& named, StreamWord told) {
  return std::count_if(named.values.begin(), named.values.end(),
                       [&](const auto& entry) { return told_by(entry.first) == told; });
}

/// The value of a stream; None where the file tells the other stream alone.
Value value_of(const NamedValues& named, Modality m, const std::string& where) {
  const int64_t own = count_of(named, word_of(m));
  const int64_t told = count_of(named, StreamWord::visual) + count_of(named, StreamWord::acoustic);
  const bool one_of_several = named.values.size() > 1 && told > 0;
  if (one_of_several && own == 0) return {};
  if (!one_of_several && named.values.size() == 1) return named.values[0].second;
  if (own != 1) refuse_several(where, named.names());
  for (const auto& [name, value] : named.values)
    if (told_by(name) == word_of(m)) return value;
  return {};
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

bool is_feature_table(const fs::path& file) { return ends_as(file, kTableEndings); }

bool is_feature_file(const fs::path& file) { return ends_as(file, kTableEndings) || ends_as(file, kArrayEndings); }

FeatureRows read_features(const fs::path& path, Modality m) {
  const std::string where = path.string();
  const PlainFile file(path);
  FeatureRows features;
  if (ends_as(path, kTableEndings) && may_be_table(file.bytes())) {
    features = rows_of_table(read_number_table(path), where);
  } else {
    const NamedValues named = values_in(path, file);
    const Value value = value_of(named, m, where);
    const auto array =
        value.is_none() && named.values.size() > 1 ? Array{Type::f32, {0}, {}, nullptr} : numbers_of(value);
    if (!array) throw DataError(where + ": is " + value.say() + ", an array of numbers was expected");
    const FileKind kind = kind_of(file.bytes());
    features = {.values = *array,
                .rows_first = named.of_fet,
                .parsed = file.unpacked() || (kind != FileKind::npy && kind != FileKind::safetensors)};
  }
  features.values.shape = shape_of_rows(features.values, where);
  return features;
}

bool tells_stream(const fs::path& path, Modality m) try {
  if (ends_as(path, kTableEndings)) return false;
  const PlainFile file(path);
  const FileKind kind = kind_of(file.bytes());
  if (kind != FileKind::zip && kind != FileKind::pickle && kind != FileKind::safetensors) return false;
  const NamedValues named = values_in(path, file);
  return named.values.size() > 1 && count_of(named, word_of(m)) == 1;
} catch (const DataError&) {
  return false;  // whoever reads it says what it is
}

}  // namespace mmim

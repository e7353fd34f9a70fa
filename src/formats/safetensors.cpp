#include "formats/safetensors.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/names.h"
#include "core/sentence.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

using Header = nlohmann::json;  // sorted keys: a header of a million names is read in n log n

constexpr uint64_t kLargestHeader = 100'000'000;  // what the reference implementation accepts

struct TypeName {
  const char* text;
  Type type;
};
constexpr TypeName kTypes[] = {{"F16", Type::f16},     {"BF16", Type::bf16}, {"F32", Type::f32}, {"F64", Type::f64},
                               {"I8", Type::i8},       {"I16", Type::i16},   {"I32", Type::i32}, {"I64", Type::i64},
                               {"U8", Type::u8},       {"U16", Type::u16},   {"U32", Type::u32}, {"U64", Type::u64},
                               {"BOOL", Type::boolean}};

std::optional<Type> type_from(const std::string& text) {
  for (const TypeName& known : kTypes)
    if (text == known.text) return known.type;
  return {};
}

const char* text_of(Type type) {
  return std::find_if(std::begin(kTypes), std::end(kTypes), [&](const TypeName& known) { return known.type == type; })
      ->text;
}

std::optional<std::vector<int64_t>> whole_numbers(const Header& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) return {};
  std::vector<int64_t> numbers;
  for (const Header& number : *found) {
    if (!number.is_number_unsigned() || number.get<uint64_t>() > INT64_MAX) return {};
    numbers.push_back(number.get<int64_t>());
  }
  return numbers;
}

Header read_header(std::span<const std::byte> file, const std::string& where) {
  uint64_t size = 0;
  const FileKind kind = kind_of(file);
  if (kind != FileKind::safetensors && kind != FileKind::unknown) refuse_kind(file, where, "a safetensors file");
  if (file.size() < sizeof size)
    throw DataError(sentence("{}: byte 0: {} bytes are too few for a safetensors file", where, file.size()));
  std::memcpy(&size, file.data(), sizeof size);
  if (size > kLargestHeader || size > file.size() - sizeof size)
    throw DataError(where + ": byte 0: a header of " + std::to_string(size) + " bytes does not fit in a file of " +
                    std::to_string(file.size()) + ", which is cut short or no safetensors file");
  const std::string text(reinterpret_cast<const char*>(file.data()) + sizeof size, size);
  if (nests_deeper(text, 8)) throw DataError(where + ": byte 8: the header nests deeper than any safetensors header");
  Header header = Header::parse(text, nullptr, false);
  if (header.is_discarded()) throw DataError(where + ": byte 8: the header is not JSON");
  if (!header.is_object()) throw DataError(where + ": byte 8: the header is no JSON object");
  return header;
}

struct Extent {
  uint64_t begin, end;
  std::string name;
};

Array read_entry(const Header& entry, std::span<const std::byte> data, const std::string& where, Extent& extent) {
  if (!entry.is_object()) throw DataError(where + ": is no JSON object");
  const auto type_text = entry.find("dtype");
  if (type_text == entry.end() || !type_text->is_string()) throw DataError(where + ": has no dtype");
  const auto type = type_from(type_text->get<std::string>());
  if (!type) throw DataError(where + ": dtype " + type_text->get<std::string>() + " is not known");
  auto shape = whole_numbers(entry, "shape");
  if (!shape) throw DataError(where + ": shape is no list of whole numbers >= 0");
  const auto offsets = whole_numbers(entry, "data_offsets");
  if (!offsets || offsets->size() != 2) throw DataError(where + ": data_offsets are no two whole numbers >= 0");
  extent.begin = static_cast<uint64_t>((*offsets)[0]);
  extent.end = static_cast<uint64_t>((*offsets)[1]);
  if (extent.begin > extent.end || extent.end > data.size())
    throw DataError(where + ": data_offsets [" + std::to_string(extent.begin) + ", " + std::to_string(extent.end) +
                    "] do not lie in the " + std::to_string(data.size()) + " bytes of data; the file is cut short");
  const auto needed = bytes_of(*shape, size_of(*type));
  if (needed != extent.end - extent.begin)
    throw DataError(sentence("{}: shape {} of {} does not take the {} bytes between its data_offsets", where,
                             say_shape(*shape), word(*type), extent.end - extent.begin));
  return {*type, std::move(*shape), data.subspan(extent.begin, extent.end - extent.begin), {}};
}

void check_cover(std::vector<Extent>& extents, uint64_t size, const std::string& where) {
  std::sort(extents.begin(), extents.end(),
            [](const Extent& a, const Extent& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  uint64_t covered = 0;
  for (const Extent& extent : extents) {
    if (extent.begin != covered)
      throw DataError(
          sentence("{}: tensor {}: begins at data byte {}{} (expected {})", where, extent.name, extent.begin,
                   extent.begin < covered ? ", inside the tensor before it" : ", which leaves a hole", covered));
    covered = extent.end;
  }
  if (covered != size)
    throw DataError(sentence("{}: the tensors end at data byte {}, the file at {}", where, covered, size));
}

std::map<std::string, std::string> read_metadata(const Header& entry, const std::string& where) {
  std::map<std::string, std::string> metadata;
  if (!entry.is_object()) throw DataError(where + ": __metadata__ is no JSON object");
  for (const auto& [key, value] : entry.items()) {
    if (!value.is_string()) throw DataError(where + ": __metadata__ entry " + key + " is no text");
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

}  // namespace

const Array* NamedArrays::find(const std::string& name) const {
  for (const auto& [known, array] : arrays)
    if (known == name) return &array;
  return nullptr;
}

const Array& NamedArrays::at(const std::string& name, const std::string& where) const {
  if (const Array* array = find(name)) return *array;
  std::vector<std::string> known;
  for (const auto& entry : arrays) known.push_back(entry.first);
  throw DataError(where + ": no tensor `" + name + "`" + did_you_mean(name, known));
}

NamedArrays read_safetensors(const std::filesystem::path& path) {
  const PlainFile file(path);
  const std::string where = path.string();
  const Header header = read_header(file.bytes(), where);
  uint64_t header_size = 0;
  std::memcpy(&header_size, file.bytes().data(), sizeof header_size);
  const auto data = file.bytes().subspan(sizeof header_size + header_size);

  NamedArrays tensors;
  std::vector<Extent> extents;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      tensors.metadata = read_metadata(entry, where);
      continue;
    }
    Extent extent{0, 0, name};
    Array array = read_entry(entry, data, where + ": tensor " + name, extent);
    array.owner = file.owner();
    tensors.arrays.emplace_back(name, std::move(array));
    extents.push_back(std::move(extent));
  }
  check_cover(extents, data.size(), where);
  std::sort(tensors.arrays.begin(), tensors.arrays.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return tensors;
}

namespace {

void write_in_pieces(AtomicWriter& writer, std::span<const std::byte> bytes) {
  constexpr size_t kPiece = 1 << 24;
  for (size_t from = 0; from < bytes.size(); from += kPiece) {
    const auto piece = bytes.subspan(from, std::min(kPiece, bytes.size() - from));
    writer.write(piece.data(), piece.size());
    give_back(piece);
  }
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, const NamedArrays& tensors) {
  // Without holes between tensors, only an order of falling element size keeps every tensor aligned to its elements.
  std::vector<const std::pair<std::string, Array>*> order;
  for (const auto& entry : tensors.arrays) order.push_back(&entry);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::make_pair(-static_cast<int>(size_of(a->second.type)), std::cref(a->first)) <
           std::make_pair(-static_cast<int>(size_of(b->second.type)), std::cref(b->first));
  });

  Header header = Header::object();
  if (!tensors.metadata.empty()) header["__metadata__"] = tensors.metadata;
  uint64_t offset = 0;
  for (const auto* entry : order) {
    const auto& [name, array] = *entry;
    header[name] = {{"dtype", text_of(array.type)},
                    {"shape", array.shape},
                    {"data_offsets", {offset, offset + array.bytes.size()}}};
    offset += array.bytes.size();
  }
  std::string text = header.dump(-1, ' ', false, Header::error_handler_t::replace);
  text.append(63 - (text.size() + 7) % 64, ' ');
  const uint64_t size = text.size();

  AtomicWriter writer(path);
  writer.write(&size, sizeof size);
  writer.write(text);
  for (const auto* entry : order) write_in_pieces(writer, entry->second.bytes);
  writer.commit();
}

}  // namespace mmim

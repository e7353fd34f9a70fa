#include "formats/npy.h"

#include <charconv>
#include <cstring>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "formats/file_words.h"
#include "formats/numpy_texts.h"
#include "formats/pickle.h"
#include "formats/plain_file.h"
#include "formats/strided.h"

namespace mmim {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

[[noreturn]] void fail(const std::string& where, size_t byte, const std::string& what) {
  throw DataError(sentence("{}: byte {}: {}", where, byte, what));
}

/// The text after `'key':`, where numpy writes its header as a Python dictionary.
std::string_view entry(std::string_view header, std::string_view key, const std::string& where) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = quote + std::string(key) + quote;
    const size_t at = header.find(quoted);
    if (at == header.npos) continue;
    size_t after = header.find_first_not_of(' ', at + quoted.size());
    if (after == header.npos || header[after] != ':') break;
    after = header.find_first_not_of(' ', after + 1);
    if (after != header.npos) return header.substr(after);
  }
  fail(where, kMagic.size(), "the header has no entry `" + std::string(key) + "`");
}

std::vector<int64_t> read_shape(std::string_view text, const std::string& where) {
  const size_t end = text.find(')');
  if (text[0] != '(' || end == text.npos) fail(where, kMagic.size(), "the shape is no tuple");
  std::vector<int64_t> shape;
  const char *next = text.data() + 1, *last = text.data() + end;
  while (next < last) {
    int64_t extent = -1;
    const auto [stop, error] = std::from_chars(next, last, extent);
    if (error != std::errc() || extent < 0)
      fail(where, kMagic.size(), "the shape holds something else than whole numbers >= 0");
    shape.push_back(extent);
    next = stop;
    while (next < last && (*next == ' ' || *next == ',' || *next == 'L')) ++next;
  }
  return shape;
}

NumpyType read_type(std::string_view text, const std::string& where) {
  const char quote = text[0];
  const size_t end = quote == '\'' || quote == '"' ? text.find(quote, 1) : text.npos;
  if (end == text.npos) fail(where, kMagic.size(), "the elements are records, numbers were expected");
  const std::string name(text.substr(1, end - 1));
  const auto type = numpy_type(name);
  if (!type) fail(where, kMagic.size(), "elements of type `" + name + "` are neither numbers nor text");
  return *type;
}

struct NpyHeader {
  NumpyType type;
  bool fortran;
  std::vector<int64_t> shape;
  size_t end;  // where the data begin

  std::vector<int64_t> strides() const { return fortran ? fortran_strides(shape) : c_strides(shape); }
};

NpyHeader read_npy_header(std::span<const std::byte> bytes, const std::string& where) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with(kMagic)) refuse_kind(bytes, where, "a .npy file");
  if (text.size() < 10) fail(where, text.size(), "the header is cut short");
  const int version = static_cast<unsigned char>(text[6]);
  if (version < 1 || version > 3) fail(where, 6, "version " + std::to_string(version) + " of the format is not known");
  const size_t begin = version == 1 ? 10 : 12;
  if (text.size() < begin) fail(where, text.size(), "the header is cut short");
  uint32_t length = 0;
  std::memcpy(&length, text.data() + 8, begin - 8);
  if (length > text.size() - begin)
    fail(where, 8,
         "a header of " + std::to_string(length) + " bytes does not fit in a file of " + std::to_string(text.size()) +
             ", which is damaged or cut short");
  const std::string_view header = text.substr(begin, length);
  NpyHeader read{read_type(entry(header, "descr", where), where),
                 entry(header, "fortran_order", where).starts_with("True"),
                 read_shape(entry(header, "shape", where), where), begin + length};
  if (read.shape.size() > kMostAxes)
    fail(where, begin, std::to_string(read.shape.size()) + " axes are more than numpy has");
  return read;
}

std::span<const std::byte> elements_of(std::span<const std::byte> bytes, const NpyHeader& header,
                                       const std::string& where) {
  const auto data = bytes.subspan(header.end);
  const auto needed = bytes_of(header.shape, header.type.size);
  if (!needed || *needed > data.size())
    fail(where, header.end,
         sentence("{} bytes are too few for shape {} of {} bytes each; the file is cut short", data.size(),
                  say_shape(header.shape), header.type.size));
  return data.first(*needed);
}

Array read_numbers(std::span<const std::byte> bytes, const NpyHeader& header, const std::string& where,
                   const std::shared_ptr<const void>& owner) {
  const NumpyType& type = header.type;
  if (!type.number) fail(where, kMagic.size(), "the elements are text or objects, numbers were expected");
  return numpy_array(type, header.shape, header.strides(), elements_of(bytes, header, where), owner);
}

Value read_texts(std::span<const std::byte> bytes, const NpyHeader& header, const std::string& where) {
  const auto elements = elements_of(bytes, header, where);
  const auto count = bytes_of(header.shape, 1);
  if (!count || *count > bytes.size()) fail(where, header.end, "an array of text has far more elements than bytes");
  return {numpy_texts(header.type, header.shape, header.strides(), elements)};
}

}  // namespace

Array read_npy(const std::filesystem::path& path) {
  const PlainFile file(path);
  return read_numbers(file.bytes(), read_npy_header(file.bytes(), path.string()), path.string(), file.owner());
}

Value read_npy(std::span<const std::byte> bytes, const std::string& where, const std::shared_ptr<const void>& owner) {
  const NpyHeader header = read_npy_header(bytes, where);
  if (header.type.kind == 'S' || header.type.kind == 'U') return read_texts(bytes, header, where);
  if (header.type.kind != 'O') return {std::make_shared<const Array>(read_numbers(bytes, header, where, owner))};
  const Value pickled = read_pickle(bytes.subspan(header.end), where, owner);
  const ObjectArray* objects = pickled.objects();
  return objects && objects->shape.empty() && objects->items.size() == 1 ? objects->items[0] : pickled;
}

void write_npy(const std::filesystem::path& path, const Array& array) {
  if (array.type == Type::bf16) throw DataError(path.string() + ": numpy has no bfloat16");
  std::string header =
      "{'descr': '" + numpy_name(array.type) + "', 'fortran_order': False, 'shape': " + say_shape(array.shape) + ", }";
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  const auto length = static_cast<uint16_t>(header.size());

  AtomicWriter writer(path);
  writer.write(kMagic);
  writer.write(std::string_view("\x01\x00", 2));
  writer.write(&length, sizeof length);
  writer.write(header);
  writer.write(array.bytes.data(), array.bytes.size());
  writer.commit();
}

}  // namespace mmim

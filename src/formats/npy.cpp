#include "formats/npy.h"

#include <charconv>
#include <cstring>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "formats/numpy_type.h"
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
  if (!type || !type->number) fail(where, kMagic.size(), "elements of type `" + name + "` are no numbers known here");
  return *type;
}

}  // namespace

Array read_npy(const std::filesystem::path& path) {
  const auto file = std::make_shared<const MappedFile>(path);
  const auto bytes = file->bytes();
  const std::string where = path.string();
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with(kMagic)) fail(where, 0, "not a .npy file");
  if (text.size() < 10) fail(where, text.size(), "the header is cut short");
  const int version = static_cast<unsigned char>(text[6]);
  if (version < 1 || version > 3) fail(where, 6, "version " + std::to_string(version) + " of the format is not known");
  const size_t begin = version == 1 ? 10 : 12;
  if (text.size() < begin) fail(where, text.size(), "the header is cut short");
  uint32_t length = 0;
  std::memcpy(&length, text.data() + 8, begin - 8);
  if (length > text.size() - begin)
    fail(where, 8,
         "a header of " + std::to_string(length) + " bytes does not fit in a file of " + std::to_string(text.size()));

  const std::string_view header = text.substr(begin, length);
  const NumpyType type = read_type(entry(header, "descr", where), where);
  const bool fortran = entry(header, "fortran_order", where).starts_with("True");
  const std::vector<int64_t> shape = read_shape(entry(header, "shape", where), where);
  const auto data = bytes.subspan(begin + length);
  const auto needed = bytes_of(shape, type.size);
  if (!needed || *needed > data.size())
    fail(
        where, begin + length,
        std::to_string(data.size()) + " bytes are too few for shape " + say_shape(shape) + " of " + word(*type.number));
  if (shape.size() > kMostAxes) fail(where, begin, std::to_string(shape.size()) + " axes are more than numpy has");
  return numpy_array(type, shape, fortran ? fortran_strides(shape) : c_strides(shape), data.first(*needed), file);
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

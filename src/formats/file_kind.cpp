#include "formats/file_kind.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "formats/media_marks.h"

namespace mmim {

namespace {

using std::string_view_literals::operator""sv;

constexpr size_t kLooked = 4096;  // bytes that tell text from other data
constexpr char kNewestProtocol = 5;

struct Mark {
  size_t at;
  std::string_view bytes;
  FileKind kind;
};
constexpr Mark kMarks[] = {{0, "\x1F\x8B"sv, FileKind::gzip},
                           {0,
                            "\xFD"
                            "7zXZ\0"sv,
                            FileKind::xz},
                           {0, "BZh"sv, FileKind::bzip2},
                           {0, "\x28\xB5\x2F\xFD"sv, FileKind::zstd},
                           {0, "\x04\x22\x4D\x18"sv, FileKind::lz4},
                           {0, "\x1F\x9D"sv, FileKind::unix_compress},
                           {0, "7z\xBC\xAF\x27\x1C"sv, FileKind::seven_zip},
                           {0, "Rar!\x1A\x07"sv, FileKind::rar},
                           {0, "PK\x03\x04"sv, FileKind::zip},
                           {0, "PK\x05\x06"sv, FileKind::zip},
                           {257, "ustar"sv, FileKind::tar},
                           {0, "MATLAB "sv, FileKind::matlab},
                           {0, "\x93NUMPY"sv, FileKind::npy},
                           {0, "\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19"sv, FileKind::old_torch},
                           {0, "version https://git-lfs"sv, FileKind::lfs_pointer},
                           {0, "version https://hawser"sv, FileKind::lfs_pointer},
                           {0, "%PDF-"sv, FileKind::pdf},
                           {0, "\x89PNG"sv, FileKind::image},
                           {0, "\xFF\xD8\xFF"sv, FileKind::image},
                           {0, "GIF8"sv, FileKind::image},
                           {0, "PAR1"sv, FileKind::parquet},
                           {0, "ARROW1"sv, FileKind::arrow},
                           {0, "FEA1"sv, FileKind::arrow},
                           {0, "SQLite format 3"sv, FileKind::sqlite},
                           {0,
                            "\x7F"
                            "ELF"sv,
                            FileKind::program},
                           {0, "\xFF\xFE"sv, FileKind::utf16},
                           {0, "\xFE\xFF"sv, FileKind::utf16}};

std::string_view text_of_bytes(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_hdf5(std::string_view text) {
  constexpr auto kSignature = "\x89HDF\r\n\x1A\n"sv;
  for (const size_t at : {0, 512, 1024, 2048})
    if (text.size() > at && text.substr(at).starts_with(kSignature)) return true;
  return false;
}

bool is_safetensors(std::string_view text) {
  uint64_t header = 0;
  if (text.size() < 10 || text[8] != '{') return false;
  std::memcpy(&header, text.data(), sizeof header);
  return header <= text.size() - 8;
}

/// Two bytes without a mark. Zeros behind them are those of the length with which a safetensors file begins.
bool is_zlib(std::string_view text) {
  const bool begins = text.starts_with("x\x01") || text.starts_with("x\x9C") || text.starts_with("x\xDA");
  return begins && text.substr(2, 6) != "\0\0\0\0\0\0"sv;
}

bool is_word(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.'; });
}

/// The two lines that name a class or a function.
bool names_global(std::string_view text) {
  const size_t first = text.find('\n'), second = first == text.npos ? first : text.find('\n', first + 1);
  if (second == text.npos) return false;
  return is_word(text.substr(0, first)) && is_word(text.substr(first + 1, second - first - 1));
}

/// Whether it begins as Python writes pickles of protocols 0 and 1.
bool begins_as_old_pickle(std::string_view text) {
  if (text.size() < 2) return text == "." || text == "N";
  const char first = text[0], second = text[1];
  if (first == '(') return "dlpct(SVIFLKMJTUXq}]N)i"sv.find(second) != std::string_view::npos;
  if (first == '}' || first == ']' || first == ')') return second == 'q' || second == '.' || second == 'r';
  if (first == 'c') return names_global(text.substr(1));
  if (first == 'N' || first == 'K' || first == 'M' || first == 'J' || first == 'G' || first == 'X' || first == 'U')
    return text.ends_with('.') && text.size() < 64;
  const size_t end = text.find('\n');
  const bool of_one_line = first == 'S' || first == 'V' || first == 'I' || first == 'F' || first == 'L';
  return of_one_line && end + 1 < text.size() && (text[end + 1] == 'p' || text[end + 1] == '.');
}

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

bool is_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) {
    return c == 0x7F || c >= 0xFE || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
  });
}

FileKind kind_of_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return FileKind::text;
  const std::string small = lower(text.substr(begin, 1024));
  if (small[0] == '<') {
    for (const char* tag : {"<!doctype html", "<html", "<head", "<body", "<title", "<script"})
      if (small.find(tag) != small.npos) return FileKind::html;
    return small.starts_with("<?xml") ? FileKind::xml : FileKind::text;
  }
  const bool object = small[0] == '{' && small.find_first_of("\"}", 1) != small.npos;
  return object || small.starts_with("[{") || small.starts_with("[[") ? FileKind::json : FileKind::text;
}

}  // namespace

FileKind kind_of(std::span<const std::byte> bytes) {
  const std::string_view text = text_of_bytes(bytes), begin = text.substr(0, kLooked);
  if (text.empty()) return FileKind::empty;
  if (is_hdf5(begin)) return begin.starts_with("MATLAB ") ? FileKind::matlab : FileKind::hdf5;
  if (is_safetensors(text)) return FileKind::safetensors;
  if (is_zlib(text)) return FileKind::zlib;
  for (const Mark& mark : kMarks)
    if (text.size() > mark.at && text.substr(mark.at).starts_with(mark.bytes)) return mark.kind;
  if (begins_as_media(text)) return FileKind::media;
  if (text[0] == '\x80' && text.size() > 1 && text[1] >= 2 && text[1] < 32)
    return text[1] <= kNewestProtocol ? FileKind::pickle : FileKind::newer_pickle;
  if (begins_as_old_pickle(text)) return FileKind::pickle;
  return is_text(begin) ? kind_of_text(begin) : FileKind::unknown;
}

}  // namespace mmim

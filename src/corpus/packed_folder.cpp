#include "corpus/packed_folder.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "formats/unpack.h"
#include "formats/zip_archive.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// As a shell takes it for one word.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+=:,@%";
  if (text.find_first_not_of(kPlain) == text.npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// The first part of a path within an archive, "" where the path has one part alone.
std::string first_folder(std::string_view name) {
  while (name.starts_with("./")) name.remove_prefix(2);
  const size_t slash = name.find('/');
  return slash == name.npos ? "" : std::string(name.substr(0, slash));
}

/// The folder that comes out of a tar archive, by its first file or folder; "" where files come out.
std::string folder_in_tar(std::string_view archive) {
  constexpr size_t kBlock = 512, kSizeAt = 124, kSizeDigits = 12, kKindAt = 156, kNameLength = 100;
  for (size_t at = 0; at + kBlock <= archive.size();) {
    const std::string_view header = archive.substr(at, kBlock);
    const std::string_view name = header.substr(0, std::min(header.find('\0'), kNameLength));
    const char kind = header[kKindAt];
    const bool about_another = kind == 'x' || kind == 'g' || kind == 'L' || kind == 'K';
    if (!about_another && name != "./" && name != ".") return first_folder(name);
    size_t size = 0;
    for (const char digit : header.substr(kSizeAt, kSizeDigits))
      if (digit >= '0' && digit <= '7') size = 8 * size + static_cast<size_t>(digit - '0');
    if (size > archive.size()) break;
    at += kBlock + (size + kBlock - 1) / kBlock * kBlock;
  }
  return "";
}

/// The folder of the dataset.json in a zip archive; nothing where there is no such file.
std::optional<std::string> folder_in_zip(std::span<const std::byte> bytes, const std::string& where) {
  const ZipArchive archive(bytes, where);
  for (const std::string& name : archive.files())
    if (fs::path(name).filename() == "dataset.json") return first_folder(name);
  return {};
}

/// "set" of "sets/set.tar.gz".
std::string bare_stem(const fs::path& file) {
  fs::path name = file.filename();
  for (const char* ending : {".gz", ".xz", ".tgz", ".txz", ".tar", ".zip"})
    if (name.extension() == ending) name.replace_extension();
  return name.string();
}

[[noreturn]] void refuse(const fs::path& file, const std::string& folder, const char* archive, bool zip) {
  const std::string packed = shell_word(file.string());
  const std::string out = folder.empty() ? bare_stem(file) : folder;
  const std::string into = shell_word(out);
  const std::string command = !folder.empty() ? (zip ? "unzip " : "tar xf ") + packed
                              : zip           ? "unzip " + packed + " -d " + into
                                              : "mkdir " + into + " && tar xf " + packed + " -C " + into;
  throw DataError(sentence("{}: is a folder packed into a {} archive; `{}` unpacks it, and its folder {} is read", file,
                           archive, command, out));
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

void refuse_packed_folder(const fs::path& file) {
  const MappedFile mapped(file);
  const FileKind kind = kind_of(mapped.bytes());
  if (kind == FileKind::tar) refuse(file, folder_in_tar(text_of(mapped.bytes())), "tar", false);
  if (kind == FileKind::gzip || kind == FileKind::xz) {
    const std::vector<std::byte> begin = unpacked_begin(mapped.bytes(), kind);
    if (kind_of(begin) == FileKind::tar) refuse(file, folder_in_tar(text_of(begin)), "tar", false);
  }
  if (kind != FileKind::zip) return;
  if (const auto folder = folder_in_zip(mapped.bytes(), file.string())) refuse(file, *folder, "zip", true);
}

}  // namespace mmim

#include "extract/media/media_file.h"

#include <array>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/letters.h"
#include "core/sentence.h"
#include "formats/file_kind.h"
#include "formats/file_words.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

constexpr size_t kLookedFor = 65536;  ///< bytes in which a list of clips says that it is one

/// ffmpeg reads such lists and opens what they name.
bool is_playlist(std::span<const std::byte> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kLookedFor));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string begin = in_lower_case(std::string(text.substr(0, text.find('\0'))));
  for (const char* list : {"#extm3u", "ffconcat", "[playlist]", "v=0\n", "v=0\r", "[reference]"})
    if (begin.starts_with(list)) return true;
  for (const char* list : {"<mpd", "<compositionplaylist", "<smil", "<asx", "<smoothstreamingmedia"})
    if (begin.find(list) != begin.npos) return true;
  return false;
}

}  // namespace

bool is_media(const fs::path& path) {
  std::array<char, 4096> begin{};
  std::error_code none;
  if (!fs::is_regular_file(path, none)) return false;
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), begin.size());
  return kind_of(std::as_bytes(std::span(begin.data(), static_cast<size_t>(file.gcount())))) == FileKind::media;
}

void expect_media(const fs::path& path) {
  const std::string where = path.string();
  std::error_code none;
  if (!fs::exists(path, none) && where.find("://") != where.npos)
    throw DataError(where + ": is an address; only local files are read: download the clip and name the file");
  if (fs::is_directory(path, none)) throw DataError(where + ": is a folder; name a clip in it");
  if (fs::exists(path, none) && !fs::is_regular_file(path, none))
    throw DataError(where + ": is no regular file; copy the clip into a file");
  const MappedFile file(path);
  if (is_playlist(file.bytes())) throw DataError(where + ": is a playlist; name the clip itself");
  const FileKind kind = kind_of(file.bytes());
  if (kind != FileKind::media && kind != FileKind::unknown)
    refuse_kind(file.bytes(), where, "a file of sound or video");
}

}  // namespace mmim

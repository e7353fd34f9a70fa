#include "extract/folder/clip_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <span>

#include "core/error.h"
#include "core/letters.h"
#include "extract/words/read_words.h"
#include "formats/file_kind.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr int kDeepest = 8;  ///< folders within each other

/// Of files that ffmpeg reads, as people call them.
const std::set<std::string>& endings_of_clips() {
  static const std::set<std::string> endings{
      ".3g2",  ".3gp", ".aac", ".ac3", ".aif",  ".aiff", ".amr", ".asf", ".au",   ".avi",  ".caf", ".flac", ".flv",
      ".m2ts", ".m4a", ".m4v", ".mka", ".mkv",  ".mov",  ".mp2", ".mp3", ".mp4",  ".mpeg", ".mpg", ".mts",  ".mxf",
      ".oga",  ".ogg", ".ogm", ".ogv", ".opus", ".ts",   ".vob", ".wav", ".webm", ".wma",  ".wmv"};
  return endings;
}

std::string ending_of(const fs::path& file) { return in_lower_case(file.extension().string()); }

FileKind kind_of_file(const fs::path& path) {
  std::array<char, 4096> begin{};
  std::ifstream file(path, std::ios::binary);
  file.read(begin.data(), begin.size());
  return kind_of(std::as_bytes(std::span(begin.data(), static_cast<size_t>(file.gcount()))));
}

/// By an ending that nothing else has.
bool is_named_as_words(const fs::path& file) {
  static const std::set<std::string> endings{".textgrid", ".ctm", ".srt", ".vtt"};
  return endings.contains(ending_of(plain_name(file)));
}

bool may_be_text(FileKind kind) {
  constexpr std::array kTexts{FileKind::text, FileKind::json, FileKind::utf16,
                              FileKind::xml,  FileKind::gzip, FileKind::xz};
  return std::find(kTexts.begin(), kTexts.end(), kind) != kTexts.end();
}

std::string stem_of(const fs::path& file) { return fs::path(file).replace_extension().string(); }

void put(ClipFiles& found, const fs::path& file, bool regular) {
  const FileKind kind = regular ? kind_of_file(file) : FileKind::empty;
  if (kind == FileKind::media)
    found.clips[stem_of(file)].push_back(file);
  else if (endings_of_clips().contains(ending_of(file)))
    found.damaged[stem_of(file)].push_back(file);
  else if (may_be_text(kind) || is_named_as_words(file))
    found.texts[stem_of(plain_name(file))].push_back(file);
  else if (kind == FileKind::unknown)
    found.unknown[stem_of(file)].push_back(file);
}

}  // namespace

ClipFiles files_below(const fs::path& folder) {
  ClipFiles found;
  std::error_code code;
  constexpr auto kHow = fs::directory_options::skip_permission_denied | fs::directory_options::follow_directory_symlink;
  for (fs::recursive_directory_iterator it(folder, kHow, code), end; !code && it != end; it.increment(code)) {
    if (it.depth() >= kDeepest) it.disable_recursion_pending();  // links may go round
    std::error_code none;
    if (!it->is_directory(none)) put(found, it->path(), it->is_regular_file(none));
  }
  if (code) throw Error(folder.string() + ": cannot be read (" + code.message() + ")");
  for (FilesByStem* files : {&found.clips, &found.damaged, &found.unknown, &found.texts})
    for (auto& [stem, some] : *files) std::sort(some.begin(), some.end());
  return found;
}

std::optional<fs::path> WordFiles::among(const std::vector<fs::path>& texts) {
  for (const fs::path& file : texts) {
    if (is_named_as_words(file)) return file;
    try {
      read_words(file);
      return file;
    } catch (const DataError& error) {  // of another content: a transcript, features, what a recorder noted
      if (unused_++ == 0) first_ = error.what();
    }
  }
  return std::nullopt;
}

}  // namespace mmim

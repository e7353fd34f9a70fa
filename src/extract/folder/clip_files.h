#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mmim {

/// Files below a folder by their paths without endings, those of a path in order.
using FilesByStem = std::map<std::string, std::vector<std::filesystem::path>>;

/// What lies below a folder of clips.
struct ClipFiles {
  FilesByStem clips{};    ///< sound or video by their first bytes
  FilesByStem damaged{};  ///< called as clips are, such as .mp4, and empty, of another content or not to be opened
  FilesByStem unknown{};  ///< binary files of no form that is known here; ffmpeg may know it
  FilesByStem texts{};    ///< text, perhaps in gzip or xz; some may hold the times of words
};

/// Looks into the first bytes of each file, up to eight folders deep. Error where a folder cannot be read.
ClipFiles files_below(const std::filesystem::path& folder);

/// Which of the texts beside clips hold the times of their words, by their content.
class WordFiles {
 public:
  /// The first by name whose words read_words() reads. A .TextGrid, .ctm, .srt or .vtt is taken unread: a damaged one
  /// is no reason to look for the words in the sound.
  std::optional<std::filesystem::path> among(const std::vector<std::filesystem::path>& texts);
  int64_t unused() const { return unused_; }                  ///< texts that hold no words with times
  const std::string& first_unused() const { return first_; }  ///< what is wrong with the first of them

 private:
  int64_t unused_ = 0;
  std::string first_;
};

}  // namespace mmim

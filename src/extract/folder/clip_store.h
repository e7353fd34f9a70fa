#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "extract/clip/clip.h"
#include "extract/clip/extract_options.h"

namespace mmim {

/// One clip of a data set to be, as data.
struct WantedClip {
  std::string id{}, file{}, text{}, words{};
  int64_t bytes = 0, modified = 0;  ///< of the file, so that another one under its name is seen
  int64_t words_modified = 0;       ///< of the file of words

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("id", self.id);
    visit("file", self.file);
    visit("text", self.text);
    visit("words", self.words);
    visit("bytes", self.bytes);
    visit("modified", self.modified);
    visit("words_modified", self.words_modified);
  }
  bool operator==(const WantedClip&) const = default;
};

/// What is to be made of which clips (clips.json).
struct WantedClips {
  Json options = Json::object();  ///< of ExtractOptions
  std::string features;           ///< FeatureSet::hash()
  std::vector<WantedClip> clips;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("options", self.options);
    visit("features", self.features);
    visit("clips", self.clips);
  }
};

inline constexpr const char* kExtractLog = "log.txt";  ///< in the folder of a store: what processes said

/// A folder of clips on their way into a data set: one pair of files for each that is finished, which appear whole.
class ClipStore {
 public:
  /// Opens the folder of an earlier command. DataError when its record is missing or damaged.
  explicit ClipStore(std::filesystem::path folder);
  /// Writes what is wanted into the folder, which is made if need be. What was made with other settings stays beside.
  ClipStore(std::filesystem::path folder, const WantedClips& wanted);

  const WantedClips& wanted() const { return wanted_; }
  const std::filesystem::path& folder() const { return folder_; }
  bool finished(size_t clip) const;        ///< whether it was made out of this file and this text
  std::string failure(size_t clip) const;  ///< why it cannot be made; "": nothing is known of that
  ClipStreams read(size_t clip) const;     ///< of a finished one
  ClipFacts facts(size_t clip) const;      ///< of a finished one, without its rows
  void finish(size_t clip, const ClipStreams& streams) const;
  void fail(size_t clip, const std::string& reason) const;
  void forget_failures() const;  ///< and what processes of earlier commands said
  void remove() const;           ///< the folder and all in it, its record last

 private:
  std::filesystem::path stem(size_t clip) const;
  std::filesystem::path failure_file(size_t clip) const;
  std::filesystem::path folder_;
  WantedClips wanted_;
};

}  // namespace mmim

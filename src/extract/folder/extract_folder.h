#pragma once
#include <functional>

#include "corpus/source.h"
#include "extract/folder/clip_source.h"

namespace mmim {

/// How a folder of clips becomes a data set.
struct FolderOptions {
  ExtractOptions extract;
  ImportOptions importing;
  TableOptions table;             ///< how the table of clips is read
  std::filesystem::path labels;   ///< that table, where it lies elsewhere
  int64_t jobs = 1, threads = 0;  ///< processes side by side; threads of all together, 0: all usable_cores()
};

/// How far a command has come.
struct FolderProgress {
  int64_t clips = 0, done = 0, failed = 0;  ///< done: finished, in earlier commands too
  int64_t begun_with = 0;                   ///< done when the command began
  double seconds = 0;                       ///< since then
};

/// What became of the clips.
struct ExtractedFolder {
  ClipList list;
  std::vector<FailedClip> failed;
  std::vector<ClipFacts> facts;  ///< of each clip of the list; of failed ones as nothing was known
  Dataset dataset;
};

/// Extracts the clips of `from` in child processes and imports them into the data set `to`. Finished clips are kept in
/// `to`.clips until all are, so that a command that was cut off goes on; after it, where no clip failed, that folder is
/// gone. Nothing when it was asked to stop. Error when a process fails otherwise than on its clip.
std::optional<ExtractedFolder> extract_folder(const std::filesystem::path& from, const std::filesystem::path& to,
                                              const FolderOptions& options,
                                              const std::function<void(const FolderProgress&)>& tell);

/// The folder beside a data set in which finished clips are kept.
std::filesystem::path clips_beside(const std::filesystem::path& dataset);

/// A table in CSV: of each clip its duration, words, shares with a voice and with a face, what failed.
std::string clips_csv(const ExtractedFolder& extracted);

}  // namespace mmim

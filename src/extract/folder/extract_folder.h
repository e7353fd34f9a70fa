#pragma once
#include "corpus/source.h"
#include "extract/folder/clip_source.h"
#include "extract/folder/extraction.h"

namespace mmim {

/// How a folder of clips becomes a data set.
struct FolderOptions {
  ExtractOptions extract{};
  ImportOptions importing{};
  TableOptions table{};            ///< how the table of clips is read
  std::filesystem::path labels{};  ///< that table, where it lies elsewhere
  ExtractionOptions extraction{};
  std::filesystem::path clips_csv{};  ///< where clips_csv() is written, also where all clips fail; empty: nowhere
};

/// What became of the clips.
struct ExtractedFolder {
  ClipList list;
  std::vector<FailedClip> failed;
  std::vector<ClipFacts> facts;    ///< of each clip of the list; of failed ones as nothing was known
  std::optional<Dataset> dataset;  ///< nothing where every clip failed: the data set is left as it was
};

/// Extracts the clips of `from` in child processes and imports them into the data set `to`. Finished clips are kept in
/// `to`.clips until all are, so that a command that was cut off goes on; after it, where no clip failed, that folder is
/// gone. What the table alone tells is checked before the first clip is read. Nothing when it was asked to stop.
/// UsageError too for a `clips_csv` that would replace the table or a clip.
/// UsageError and DataError as list_clips(), check_table() and import_dataset(), Error as extract_waiting().
std::optional<ExtractedFolder> extract_folder(const std::filesystem::path& from, const std::filesystem::path& to,
                                              const FolderOptions& options,
                                              const std::function<void(const FolderProgress&)>& tell);

/// The folder beside a data set in which finished clips are kept.
std::filesystem::path clips_beside(const std::filesystem::path& dataset);

/// A table in CSV: of each clip its duration, words, shares with a voice and with a face, what failed.
std::string clips_csv(const ExtractedFolder& extracted);

}  // namespace mmim

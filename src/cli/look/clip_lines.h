#pragma once
#include <string>

#include "cli/look/terminal.h"
#include "extract/clip/clip.h"
#include "extract/folder/extract_folder.h"

namespace mmim {

/// What became of one clip, in a few lines for people.
std::string say_clip(const ClipStreams& streams, const std::string& name);

/// The same as JSON: facts, rows, columns and words.
Json clip_json(const ClipStreams& streams);

/// How far a folder is: bar, clips, failed ones, time left.
std::string say_progress(const FolderProgress& progress);

/// Shows that on standard error: on a terminal in a line that moves, else in twenty lines over the whole folder.
class ClipProgress {
 public:
  explicit ClipProgress(bool terminal) : terminal_(terminal) {}
  void show(const FolderProgress& progress);
  void clear() { line_.clear(); }

 private:
  bool terminal_;
  MovingLine line_;
  int64_t said_ = -1;  ///< clips that had ended when a line was said
};

/// What became of a folder: counts, totals, the clips that failed.
std::string say_folder(const ExtractedFolder& extracted, const std::string& name);

}  // namespace mmim

#pragma once
#include <string>

#include "extract/clip/clip.h"
#include "extract/folder/extract_folder.h"

namespace mmim {

/// What became of one clip, in a few lines for people.
std::string say_clip(const ClipStreams& streams, const std::string& name);

/// The same as JSON: facts, rows, columns and words.
Json clip_json(const ClipStreams& streams);

/// The line that moves while a folder is extracted: bar, clips, failed ones, time left.
std::string say_progress(const FolderProgress& progress);

/// What became of a folder: counts, totals, the clips that failed.
std::string say_folder(const ExtractedFolder& extracted, const std::string& name);

}  // namespace mmim

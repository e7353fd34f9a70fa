#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/layouts/utterance_table.h"
#include "extract/clip/clip.h"

namespace mmim {

/// A table of utterances whose rows are clips.
struct ClipList {
  UtteranceTable table{};
  std::vector<ClipFile> clips{};  ///< of the rows of the table, in order
  DatasetInfo info{};             ///< notes, and how splits were drawn
};

/// The clips of a folder: the rows of its table and the files of sound or video below it, as `Raw/VIDEO/CLIP.mp4` of
/// MMSA or `ID.wav` anywhere. A damaged file under the name of a row is the clip of the row. A file with the times of
/// words, beside a clip and under its name, belongs to the clip. Rows without a file and files without a row are
/// counted in notes. `labels` names the table where it lies elsewhere. The splits are settled over all rows, so that a
/// clip that fails changes none. DataError where there is no table, no clip, no column of ids, where an id stands
/// twice, and where two files could be of one row or two rows of one file.
ClipList list_clips(const std::filesystem::path& folder, const std::filesystem::path& labels,
                    const TableOptions& options);

}  // namespace mmim

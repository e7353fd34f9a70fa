#pragma once
#include <string_view>

namespace mmim {

/// The video and the clip that an id of an utterance names.
struct IdParts {
  std::string_view video;
  std::string_view clip{};  ///< as the id has it ("3", "utt1", "1.5,2.5"); empty: the id names no clip
};

/// Reads the forms in use: `video$_$3`, `video[3]`, `video_3`, `video#3`, `video-3`, `video_1.5_2.5`, `folder/00003`,
/// `folder/video_3`, MELD's `dia0_utt1`, IEMOCAP's `Ses01F_impro01_F000`. An extension (`.mp4`) is no part of the
/// video. A name of 11 signs is a video of YouTube, unless an underscore stands before its last digits.
IdParts parts_of(std::string_view id);

/// The name without an extension of a recording or a file of features: `.mp4`, `.wav`, `.npy`, ...
std::string_view without_extension(std::string_view name);

/// Whether an id names no clip, or a number in brackets that may count from 0 or 1.
bool names_no_clip(std::string_view id);

/// The video of an id: parts_of(id).video. An id without a clip part is a video of its own.
std::string_view video_of(std::string_view id);

}  // namespace mmim

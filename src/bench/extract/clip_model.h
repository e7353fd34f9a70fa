#pragma once
#include <filesystem>

#include "bench/extract/made_clips.h"

namespace mmim {

/// A small model for clips, trained for an epoch on a data set of few made clips: MMIM that reads text, acoustic rows
/// and, where the clips have faces, visual rows, with a tiny random text encoder. Its scores mean nothing; scoring by
/// it takes as long as scoring by any MMIM, but for the text encoder. Returns the model's folder, which lies in
/// `folder`.
std::filesystem::path make_clip_model(const ClipMaker& maker, const std::filesystem::path& folder,
                                      const std::string& face_model);

}  // namespace mmim

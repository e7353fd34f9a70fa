#pragma once
#include <string>

namespace mmim {

/// The stream that a name tells: FACET, OpenFace, vision, video, face, ... or COVAREP, openSMILE, audio, speech, ...
/// anywhere in it, in any case. `none` where it tells neither or both.
enum class StreamWord { none, visual, acoustic };
StreamWord stream_word(const std::string& name);

}  // namespace mmim

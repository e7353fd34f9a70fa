#pragma once
#include <filesystem>

#include "extract/clip/clip.h"

namespace mmim {

/// Streams of one clip on disk: STEM.safetensors with `acoustic` and `visual` (rows, columns) in float32 and the times
/// of their rows in float64, and STEM.json with the names of the columns, the words and what is known of the clip. The
/// JSON is written last, so that where it is, both are whole.
void write_streams(const std::filesystem::path& stem, const ClipStreams& streams, const Json& more);

/// Reads them back. DataError names the file and what is wrong with it.
ClipStreams read_streams(const std::filesystem::path& stem);

/// What is known of the clip alone: reads the description and no rows.
ClipFacts read_facts(const std::filesystem::path& stem);

/// The file of the description, STEM.json.
std::filesystem::path description_of(const std::filesystem::path& stem);

}  // namespace mmim

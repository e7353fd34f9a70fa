#pragma once
#include <memory>
#include <optional>

#include "extract/clip/clip.h"
#include "extract/clip/extract_options.h"
#include "extract/media/ffmpeg.h"

namespace mmim {

/// Clips to streams, one after the other; what loads slowly is loaded once. Equal clips give equal streams.
class Extractor {
 public:
  /// `times`: whether the times of words are wanted where rows do not need them. `threads`: with two, sound and
  /// pictures are measured side by side, and the parts of sound too. Error, with what to do, when the face model or a
  /// library is not there.
  Extractor(const ExtractOptions& options, bool times, int64_t threads);
  ~Extractor();
  /// DataError beginning with the name of the file for a clip without sound and pictures, one without a word where rows
  /// are those of words, and what media, words and alignment refuse.
  ClipStreams extract(const ClipFile& clip);

 private:
  struct Faces;
  class Work;
  ExtractOptions options_;
  bool times_;
  int64_t threads_;
  std::unique_ptr<Faces> faces_;
  std::unique_ptr<class Aligner> aligner_;
};

/// Whether faces can be looked for: "" or, in a sentence, what is missing and how to get it.
std::string faces_are_lacking(const VisualOptions& options);

}  // namespace mmim

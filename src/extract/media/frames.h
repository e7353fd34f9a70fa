#pragma once
#include "extract/media/ffmpeg.h"

namespace mmim {

/// One picture of a clip, upright.
struct Frame {
  int64_t width = 0, height = 0;  ///< pixels
  double time = 0;                ///< seconds from the begin of the clip
  bool repeats = false;           ///< the picture before, pixel for pixel
  std::vector<std::byte> rgb{};   ///< height * width * 3, row by row
};

/// The pictures of a clip at a fixed rate, one after the other: picture k shows the time k / rate. Gaps, and the time
/// before a late start, are filled with copies. Turned clips come upright, with the width and height that has.
/// Memory holds two pictures, whatever the length of the clip.
class FrameReader {
 public:
  /// `rate`: pictures a second. DataError and Error as Ffmpeg.
  explicit FrameReader(const std::filesystem::path& clip, int64_t rate = 30, const DecodeLimits& limits = {});
  /// Fills `frame` with the next picture, false after the last. `frame` is the one of the last call: it is compared.
  bool next(Frame& frame);
  /// How it ended, after the last picture.
  const DecodeEnd& end() const { return end_; }

 private:
  bool next_size(int64_t& width, int64_t& height);
  [[noreturn]] void fail(const std::string& what) const;
  std::filesystem::path clip_;
  int64_t rate_, count_ = 0;
  DecodeLimits limits_;
  Ffmpeg ffmpeg_;
  DecodeEnd end_;
  std::vector<std::byte> newest_;
};

}  // namespace mmim

#include "extract/media/frames.h"

#include <array>
#include <cstdio>

#include "core/error.h"
#include "core/sentence.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kMostPixels = 64'000'000;

/// Every picture carries its size, since that of the file is another when the clip is turned. Covers are no pictures.
std::vector<std::string> ppm_at(int64_t rate) {
  return {"-an", "-map",       "0:V:0", "-vf", "fps=" + std::to_string(rate), "-pix_fmt", "rgb24",
          "-f",  "image2pipe", "-c:v",  "ppm"};
}

}  // namespace

FrameReader::FrameReader(const fs::path& clip, int64_t rate, const DecodeLimits& limits)
    : clip_(clip), rate_(rate), limits_(limits), ffmpeg_(clip, ppm_at(rate), limits) {}

void FrameReader::fail(const std::string& what) const {
  throw DataError(sentence("{}: picture {}: {}", clip_, count_, what));
}

/// Reads "P6\n640 360\n255\n"; false at the end.
bool FrameReader::next_size(int64_t& width, int64_t& height) {
  std::string head;
  for (int lines = 0; lines < 3;) {
    std::array<std::byte, 1> one{};
    if (ffmpeg_.read(one) == 0) {
      if (head.empty()) return false;
      fail("is cut short");
    }
    head += static_cast<char>(one[0]);
    lines += head.back() == '\n' ? 1 : 0;
    if (head.size() > 40) fail("ffmpeg writes another form of pictures");
  }
  long wide = 0, high = 0;
  if (std::sscanf(head.c_str(), "P6\n%ld %ld\n255\n", &wide, &high) != 2 || wide < 1 || high < 1)
    fail("ffmpeg writes another form of pictures");
  if (wide > kMostPixels / high) fail(sentence("{} x {} pixels are more than are read", wide, high));
  width = wide;
  height = high;
  return true;
}

bool FrameReader::next(Frame& frame) {
  int64_t width = 0, height = 0;
  if (!next_size(width, height)) {
    end_ = ffmpeg_.end(count_ > 0);
    return false;
  }
  newest_.resize(static_cast<size_t>(width * height * 3));
  if (ffmpeg_.read(newest_) < newest_.size()) {
    ffmpeg_.end(true);  // a limit that ended it says more
    fail("is cut short");
  }
  const double time = static_cast<double>(count_) / static_cast<double>(rate_);
  if (time > limits_.seconds)
    throw DataError(
        sentence("{}: is longer than {} s; cut it into parts", clip_, static_cast<int64_t>(limits_.seconds)));
  const bool repeats = count_ > 0 && frame.width == width && frame.rgb == newest_;
  std::swap(frame.rgb, newest_);
  frame.width = width;
  frame.height = height;
  frame.time = time;
  frame.repeats = repeats;
  ++count_;
  return true;
}

}  // namespace mmim

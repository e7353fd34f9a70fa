#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mmim {

/// Bounds of decoding one clip.
struct DecodeLimits {
  double seconds = 4 * 3600;          ///< of the clip
  int64_t memory = int64_t{3} << 30;  ///< of the process that decodes, in bytes of addresses
  int64_t cpu_seconds = 0;            ///< of that process; 0: a minute, and a second for every 20 kB of the file
};

/// How decoding ended.
struct DecodeEnd {
  bool has_stream = true;   ///< the clip has sound, or pictures, whichever was asked for
  std::string complaint{};  ///< of a damaged clip, a part of which was decoded; else ""
};

/// The program `ffmpeg`, as a child process that decodes one stream of a local file into a pipe. It reads that file
/// alone, writes no file, and is gone when this object is, or when the thread that made this object ends.
class Ffmpeg {
 public:
  /// `form` says which stream, filtered and written how. DataError for what expect_media() refuses.
  Ffmpeg(const std::filesystem::path& clip, const std::vector<std::string>& form, const DecodeLimits& limits);
  Ffmpeg(const Ffmpeg&) = delete;
  Ffmpeg& operator=(const Ffmpeg&) = delete;
  ~Ffmpeg();
  /// Fills `to`; returns less than its size at the end of the output. DataError after a long silence.
  size_t read(std::span<std::byte> to);
  /// After the output has ended. DataError, with what to do, when a limit ended it or when nothing was decoded
  /// (`decoded` is false) though there is such a stream. Error when no ffmpeg is installed.
  DecodeEnd end(bool decoded);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mmim

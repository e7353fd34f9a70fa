#include "extract/media/ffmpeg.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>

#include "core/error.h"
#include "core/process.h"
#include "core/sentence.h"
#include "extract/media/media_file.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

constexpr size_t kBuffer = size_t{1} << 20, kMostErrors = 4096;  // bytes
constexpr int64_t kLeastCpuSeconds = 60, kBytesPerCpuSecond = 20'000;
constexpr int kEndedBySignal = 255;      ///< it takes SIGXCPU, of the limit on CPU time, as a request to end
constexpr double kWaitPerCpuSecond = 4;  ///< on a machine that others use too

std::vector<std::string> command(const fs::path& clip, const std::vector<std::string>& form) {
  std::vector<std::string> words{"ffmpeg",
                                 "-nostdin",
                                 "-v",
                                 "error",
                                 "-threads",
                                 "1",
                                 "-protocol_whitelist",
                                 "file,pipe",
                                 "-i",
                                 "file:" + clip.string(),
                                 "-filter_threads",
                                 "1",
                                 "-sn",
                                 "-dn"};
  words.insert(words.end(), form.begin(), form.end());
  words.emplace_back("pipe:1");
  return words;
}

int64_t cpu_seconds_for(const fs::path& clip) {
  return kLeastCpuSeconds + static_cast<int64_t>(fs::file_size(clip)) / kBytesPerCpuSecond;
}

/// The first complaint, without the part of ffmpeg that makes it and without the file, whose name may have several
/// lines.
std::string first_complaint(std::string errors, const std::string& file) {
  const std::string begin = file + ": ";
  for (size_t at = 0; (at = errors.find(begin, at)) != errors.npos;) errors.erase(at, begin.size());
  std::string line = errors.substr(0, errors.find('\n'));
  while (line.starts_with('[') && line.find("] ") != line.npos) line.erase(0, line.find("] ") + 2);
  return in_one_line(line);
}

}  // namespace

struct Ffmpeg::State {
  struct Pipe {
    Pipe() {
      std::array<int, 2> ends{};
      if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error("no pipe can be made (" + system_reason() + ")");
      reading = ends[0];
      writing = ends[1];
      ::fcntl(reading, F_SETPIPE_SZ, static_cast<int>(kBuffer));  // fewer changes between the processes, where allowed
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
      ::close(reading);
      close_writing();
    }
    void close_writing() {
      if (writing >= 0) ::close(writing);
      writing = -1;
    }
    int reading = -1, writing = -1;
  };

  State(const fs::path& path, const std::vector<std::string>& form, const DecodeLimits& given)
      : clip(path), limits(given) {
    expect_media(clip);
    if (limits.cpu_seconds == 0) limits.cpu_seconds = cpu_seconds_for(clip);
    const ProcessLimits bounds{limits.cpu_seconds, limits.memory, false, true};
    child.emplace(Launch{command(clip, form), -1, output.writing, errors.writing, 1, bounds});
    output.close_writing();
    errors.close_writing();
  }
  ~State() { child->kill(); }

  [[noreturn]] void fail(const std::string& what) const { throw DataError(clip.string() + ": " + what); }

  void check_signal(int code) const {
    const int64_t seconds = limits.cpu_seconds;
    if (code == kEndedBySignal) fail(sentence("takes more than {} s of CPU time to decode", seconds));
    if (code == 128 + SIGKILL)  // a second after the limit, or by a system without memory
      fail(sentence("takes more than {} s of CPU time to decode, or more memory than there is", seconds));
    if (code > 128) fail(sentence("ffmpeg crashes on it (signal {})", code - 128));
  }

  /// Until one of the pipes has something or was closed; errors are kept.
  void wait_for(bool any_output) {
    std::array<pollfd, 2> pipes{{{output.reading, POLLIN, 0}, {errors.reading, POLLIN, 0}}};
    if (errors_ended) pipes[1].fd = -1;
    if (!any_output) pipes[0].fd = -1;
    const auto begin = std::chrono::steady_clock::now();
    const double most = kWaitPerCpuSecond * static_cast<double>(limits.cpu_seconds);
    const int ready = ::poll(pipes.data(), pipes.size(), static_cast<int>(std::clamp(most - waited, 0.0, 1e6) * 1000));
    waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (ready == 0) fail(sentence("cannot be decoded within {} s", static_cast<int64_t>(most)));
    output_ready = ready > 0 && pipes[0].revents != 0;
    if (ready > 0 && pipes[1].revents != 0) read_errors();
  }

  void read_errors() {
    std::array<char, 4096> piece{};
    const ssize_t count = ::read(errors.reading, piece.data(), piece.size());
    if (count == 0) errors_ended = true;
    if (count > 0) said.append(piece.data(), std::min(static_cast<size_t>(count), kMostErrors - said.size()));
  }

  /// Up to `size` bytes, 0 at the end.
  size_t some(std::byte* to, size_t size) {
    while (true) {
      wait_for(true);
      if (!output_ready) continue;
      const ssize_t count = ::read(output.reading, to, size);
      if (count >= 0) return static_cast<size_t>(count);
    }
  }

  fs::path clip;
  DecodeLimits limits;
  Pipe output, errors;
  std::optional<Child> child;
  std::vector<std::byte> buffer = std::vector<std::byte>(kBuffer);
  size_t begin = 0, filled = 0;  ///< of the buffer
  bool output_ready = false, errors_ended = false;
  double waited = 0;  ///< for the process, in seconds
  std::string said{};
};

Ffmpeg::Ffmpeg(const fs::path& clip, const std::vector<std::string>& form, const DecodeLimits& limits)
    : state_(std::make_unique<State>(clip, form, limits)) {}

Ffmpeg::~Ffmpeg() = default;

size_t Ffmpeg::read(std::span<std::byte> to) {
  State& state = *state_;
  size_t done = 0;
  while (done < to.size()) {
    if (state.begin == state.filled) {
      state.begin = 0;
      state.filled = state.some(state.buffer.data(), state.buffer.size());
      if (state.filled == 0) break;
    }
    const size_t count = std::min(to.size() - done, state.filled - state.begin);
    std::memcpy(to.data() + done, state.buffer.data() + state.begin, count);
    done += count;
    state.begin += count;
  }
  return done;
}

DecodeEnd Ffmpeg::end(bool decoded) {
  State& state = *state_;
  while (!state.errors_ended) state.wait_for(false);
  const int code = state.child->wait();
  if (code == Child::kNotStarted && state.said.empty())  // the loader of a program that starts has said why it ends
    throw Error(state.clip.string() + ": ffmpeg, which decodes it, is not installed: `apt install ffmpeg`; WAV of " +
                "16 kHz with one channel needs none");
  state.check_signal(code);
  std::string complaint = first_complaint(state.said, "file:" + state.clip.string());
  if (complaint.empty() && code != 0) complaint = sentence("ffmpeg ends with {} and does not say why", code);
  if (decoded) return {true, complaint};
  if (state.said.find("matches no streams") != state.said.npos ||
      state.said.find("not contain any stream") != state.said.npos)
    return {false};
  if (code == 0) return {true, complaint};  // a stream of no length
  state.fail("cannot be decoded: " + complaint);
}

}  // namespace mmim

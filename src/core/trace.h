#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mmim {

/// Times the scope it stands in while a Trace records, else costs one atomic load. Spans of a thread nest as their
/// scopes do. `number` (e.g. of the batch) is told where it is not negative.
class Span {
 public:
  explicit Span(const char* name, int64_t number = -1) {
    if (recording.load(std::memory_order_relaxed) != 0) begin(name, number);
  }
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;
  ~Span() {
    if (trace_ != 0) end();
  }

 private:
  friend class Trace;
  void begin(const char* name, int64_t number);
  void end();

  static std::atomic<uint64_t> recording;  ///< which trace records, counted from 1; 0: none
  uint64_t trace_ = 0;
  size_t node_ = 0;
  int64_t number_ = -1;
  std::chrono::steady_clock::time_point began_;
};

/// The result of `work`, timed as a span.
template <class Work>
decltype(auto) in_span(const char* name, int64_t number, Work&& work) {
  const Span span(name, number);
  return work();
}

/// What the calling thread is called in traces. Threads of one name that follow each other count as one.
void name_traced_thread(const char* name);

/// A row of a trace's table. The rows of the thread that began the trace partition its wall time: their shares sum
/// to 1.
struct TracedPhase {
  std::string within;  ///< the span around it; "run" or the thread's name for the outermost
  std::string name;    ///< of the span; "elsewhere" for the time around `within`'s own spans
  std::string thread;  ///< "main" for the thread that began the trace
  int64_t count = 0;   ///< 0 for "elsewhere"
  double seconds = 0;  ///< in all
  double longest = 0;  ///< seconds
  double share = 0;    ///< of the trace's wall time
};

/// Records every span of every thread from its construction to stop(). Sums are kept of all spans, single events of
/// the first `most_events`. Error when another trace records already.
class Trace {
 public:
  static constexpr size_t kMostEvents = 200'000;
  explicit Trace(size_t most_events = kMostEvents);
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
  ~Trace();
  /// Spans still open then are left out; what they hold is counted. Once stopped, stopping again does nothing.
  void stop();

  // Of a stopped trace:
  double seconds() const;                   ///< wall time
  int64_t left_out() const;                 ///< spans that are in the sums alone
  std::vector<TracedPhase> phases() const;  ///< spans without spans in them, and what is elsewhere
  /// Chrome's trace event format (chrome://tracing, Perfetto): complete events in microseconds, names of threads.
  void write_chrome(const std::filesystem::path& file) const;

  struct Recording;

 private:
  std::shared_ptr<Recording> recording_;
};

}  // namespace mmim

#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "core/job.h"
#include "core/process.h"

namespace mmim {

/// Some clips of a ClipStore, for a child process: what crashes on a clip ends that process alone.
struct ExtractJob {
  std::string folder;          ///< of the store
  std::vector<int64_t> clips;  ///< by their place in WantedClips
  int64_t threads = 1;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("folder", self.folder);
    visit("clips", self.clips);
    visit("threads", self.threads);
  }
};

inline constexpr const char* kExtractJob = "extract";

/// Starts a process that does the job.
std::unique_ptr<Child> start_extract_job(const ExtractJob& job);

/// Makes one clip after the other. A clip that cannot be made is recorded as failed; anything else that is wrong, as a
/// full disk, ends the job with an Error. SIGTERM ends it at once: streams appear whole. The exit code of
/// the process.
int do_extract_job(const ExtractJob& job);

}  // namespace mmim

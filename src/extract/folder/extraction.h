#pragma once
#include <functional>

#include "extract/folder/clip_store.h"
#include "extract/folder/job.h"

namespace mmim {

/// How the clips of a store are made.
struct ExtractionOptions {
  int64_t jobs = 1, threads = 0;  ///< processes side by side; threads of all together, 0: all usable_cores()
  std::function<std::unique_ptr<Child>(const ExtractJob&)> start = start_extract_job;
};

/// How far a command has come.
struct FolderProgress {
  int64_t clips = 0, done = 0, failed = 0;  ///< done: finished, in earlier commands too
  int64_t begun_with = 0;                   ///< done when the command began
  double seconds = 0;                       ///< since then
};

/// Brings every clip of a store to its end, finished or failed, in child processes; what is finished stays as it is.
/// The clip at which a process crashes has failed, and another process goes on behind it. False when it was asked to
/// stop. Error when a process fails otherwise than on its clip, as on a full disk.
bool extract_waiting(const ClipStore& store, const ExtractionOptions& options,
                     const std::function<void(const FolderProgress&)>& tell);

}  // namespace mmim

#pragma once
#include "train/log/events.h"
#include "train/observer.h"
#include "train/update.h"

namespace mmim {

/// What a run tells while it goes on: metrics.jsonl, one JSON object a line ("kind": mark, batch, epoch or end), and a
/// TensorBoard event file with the same numbers over the count of updates.
class RunLog {
 public:
  /// In the run folder `folder`. `lengths`: what a saved state recorded, to go on after; null: both files begin anew.
  /// `mark`: what must be said beside all numbers of the run, first thing in both files, or empty.
  RunLog(const std::filesystem::path& folder, const Json& lengths, const std::string& mark);

  /// `updates`: batches of all stages since the run began, this one included.
  void batch(const Update& update, const UpdateResult& result, int64_t updates, double seconds);
  /// `watermark`: what must be said beside these numbers, or empty.
  void epoch(const EpochSummary& summary, int64_t updates, const std::string& watermark);
  void end(const std::string& why);

  /// Syncs both files and tells their names and lengths.
  Json lengths();

 private:
  AppendFile metrics_;
  EventFile events_;
};

}  // namespace mmim

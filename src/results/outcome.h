#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace mmim {

/// How the epoch of a run is selected: by validation alone, or as published programs do it, which peeks at test.
enum class Protocol { valid, as_published };
std::string word(Protocol protocol);  ///< "valid", "as-published"

/// What must stand beside every number of a run that selected with test data; "" for valid.
std::string watermark_of(Protocol protocol);
/// That, and that the data are generated, in one sentence; "" for most runs.
std::string mark_of(bool synthetic, Protocol protocol);

/// How a run ended: outcome.json.
struct RunOutcome {
  enum class End { finished, early, interrupted } end = End::finished;
  int64_t best_epoch = 0, epochs = 0;  ///< from 1
  double best_valid_loss = 0;          ///< of best_epoch
};

/// Why a run ended, for people.
std::string say_end(RunOutcome::End end);

/// Marks the run in `folder` as completed.
void write_outcome(const std::filesystem::path& folder, const RunOutcome& outcome);

/// The outcome of a run that completed in `folder`; nothing while it can go on. DataError when the file is damaged.
std::optional<RunOutcome> completed_run(const std::filesystem::path& folder);

}  // namespace mmim

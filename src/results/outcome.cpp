#include "results/outcome.h"

#include "core/error.h"
#include "core/json.h"

namespace mmim {

namespace {

std::filesystem::path outcome_path(const std::filesystem::path& folder) { return folder / "outcome.json"; }

}  // namespace

std::string word(Protocol protocol) { return protocol == Protocol::valid ? "valid" : "as-published"; }

std::string watermark_of(Protocol protocol) {
  if (protocol == Protocol::valid) return "";
  return "selected with the test set, as published: not an estimate for new data";
}

std::string mark_of(bool synthetic, Protocol protocol) {
  std::string watermark = watermark_of(protocol);
  if (!synthetic) return watermark;
  return "SYNTHETIC data, no recordings of people" + (watermark.empty() ? "" : "; " + watermark);
}

std::string say_end(RunOutcome::End end) {
  if (end == RunOutcome::End::finished) return "all epochs done";
  if (end == RunOutcome::End::early) return "no better validation loss within the patience";
  return "interrupted";
}

void write_outcome(const std::filesystem::path& folder, const RunOutcome& outcome) {
  write_json(outcome_path(folder), {{"early", outcome.end == RunOutcome::End::early},
                                    {"epochs", outcome.epochs},
                                    {"best_epoch", outcome.best_epoch},
                                    {"best_valid_loss", outcome.best_valid_loss}});
}

std::optional<RunOutcome> completed_run(const std::filesystem::path& folder) {
  const auto path = outcome_path(folder);
  if (!std::filesystem::exists(path)) return {};
  const Json saved = read_json(path);
  try {
    const auto end = saved.at("early").get<bool>() ? RunOutcome::End::early : RunOutcome::End::finished;
    return RunOutcome{end, saved.at("best_epoch"), saved.at("epochs"), saved.at("best_valid_loss")};
  } catch (const nlohmann::json::exception& error) {
    throw DataError(path.string() + ": is not the outcome of a run (" + error.what() + ")");
  }
}

}  // namespace mmim

#include "train/log/run_log.h"

#include "results/metrics_log.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

fs::path events_path(const fs::path& folder, const Json& lengths) {
  if (!lengths.is_null()) return folder / lengths.at("events").get<std::string>();
  std::vector<fs::path> stale;  // of a run that died before its first saved state: its steps would be there twice
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("events.out.tfevents.")) stale.push_back(entry.path());
  for (const fs::path& path : stale) fs::remove(path);
  return folder / event_file_name();
}

int64_t length(const Json& lengths, const char* key) { return lengths.is_null() ? 0 : lengths.at(key).get<int64_t>(); }

NumberList values(const Scorecard& scores) {
  NumberList list;
  for (const Score& score : scores) list.emplace_back(score.name, score.value);
  return list;
}

void add_scores(NumberList& scalars, const std::string& split, const Scorecard& scores) {
  for (const Score& score : scores)
    if (std::isfinite(score.value)) scalars.emplace_back(split + "/" + score.name, score.value);
}

}  // namespace

RunLog::RunLog(const fs::path& folder, const Json& lengths, const std::string& mark)
    : metrics_(folder / "metrics.jsonl", length(lengths, "metrics_bytes")),
      events_(events_path(folder, lengths), length(lengths, "events_bytes")) {
  if (mark.empty() || !lengths.is_null()) return;
  metrics_.append(mark_line(mark));
  events_.add_text("mark", mark);
}

void RunLog::batch(const Update& update, const UpdateResult& result, int64_t updates, double seconds) {
  const Step& step = update.step;
  const std::string& stage = update.stage;
  BatchLine line{step.pass.epoch + 1,  step.batch + 1, updates,          stage, {},
                 result.gradient_norm, seconds,        update.utterances};
  NumberList scalars;
  for (const UpdateResult::Term& term : result.terms) {
    line.terms.emplace_back(term.name, term.value);
    scalars.emplace_back(stage + "/" + term.name, term.value);
  }
  scalars.emplace_back(stage + "/gradient_norm", result.gradient_norm);
  metrics_.append(line_of(line));
  events_.add(updates, scalars);
}

void RunLog::epoch(const EpochSummary& summary, int64_t updates, const std::string& watermark) {
  NumberList valid = values(summary.valid);
  valid.insert(valid.end(), summary.valid_summary.begin(), summary.valid_summary.end());
  metrics_.append(
      line_of(EpochLine{summary.epoch, updates, summary.train, valid, values(summary.test), summary.valid_loss,
                        summary.test_loss, watermark, summary.best, summary.seconds, summary.utterances}));
  NumberList scalars;
  for (const auto& [name, value] : summary.train) scalars.emplace_back("epoch/" + name, value);
  add_scores(scalars, "valid", summary.valid);
  for (const auto& [name, value] : summary.valid_summary)
    if (std::isfinite(value)) scalars.emplace_back("valid/" + name, value);
  add_scores(scalars, "test", summary.test);
  events_.add(updates, scalars);
}

void RunLog::end(const std::string& why) { metrics_.append(end_line(why)); }

Json RunLog::lengths() {
  metrics_.sync();
  events_.file().sync();
  return {{"metrics_bytes", metrics_.size()},
          {"events", events_.file().path().filename().string()},
          {"events_bytes", events_.file().size()}};
}

}  // namespace mmim

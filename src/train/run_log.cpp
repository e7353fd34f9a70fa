#include "train/run_log.h"

#include "train/numbers.h"

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

Json values(const Scorecard& scores) {
  Json object = Json::object();
  for (const Score& score : scores) object[score.name] = number_to_json(score.value);
  return object;
}

void add_scores(std::vector<std::pair<std::string, double>>& scalars, const std::string& split,
                const Scorecard& scores) {
  for (const Score& score : scores)
    if (std::isfinite(score.value)) scalars.emplace_back(split + "/" + score.name, score.value);
}

}  // namespace

RunLog::RunLog(const fs::path& folder, const Json& lengths, const std::string& mark)
    : metrics_(folder / "metrics.jsonl", length(lengths, "metrics_bytes")),
      events_(events_path(folder, lengths), length(lengths, "events_bytes")) {
  if (mark.empty() || !lengths.is_null()) return;
  line({{"kind", "mark"}, {"mark", mark}});
  events_.add_text("mark", mark);
}

void RunLog::line(const Json& value) {
  metrics_.append(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void RunLog::batch(const Step& step, const std::string& stage, const UpdateResult& result, int64_t updates,
                   double seconds) {
  Json terms = Json::object();
  std::vector<std::pair<std::string, double>> scalars;
  for (const UpdateResult::Term& term : result.terms) {
    terms[term.name] = term.value;
    scalars.emplace_back(stage + "/" + term.name, term.value);
  }
  scalars.emplace_back(stage + "/gradient_norm", result.gradient_norm);
  line({{"kind", "batch"},
        {"epoch", step.pass.epoch + 1},
        {"stage", stage},
        {"batch", step.batch + 1},
        {"step", updates},
        {"terms", terms},
        {"gradient_norm", result.gradient_norm},
        {"seconds", seconds}});
  events_.add(updates, scalars);
}

void RunLog::epoch(const EpochSummary& summary, int64_t updates, const std::string& watermark) {
  Json train = Json::object();
  std::vector<std::pair<std::string, double>> scalars;
  for (const auto& [name, value] : summary.train) {
    train[name] = value;
    scalars.emplace_back("epoch/" + name, value);
  }
  Json record{{"kind", "epoch"}, {"epoch", summary.epoch},           {"step", updates},
              {"train", train},  {"valid_loss", summary.valid_loss}, {"valid", values(summary.valid)}};
  if (!summary.test.empty()) {
    record["test_loss"] = number_to_json(summary.test_loss);
    record["test"] = values(summary.test);
  }
  if (!watermark.empty()) record["watermark"] = watermark;
  record["best"] = summary.best;
  record["seconds"] = summary.seconds;
  line(record);
  add_scores(scalars, "valid", summary.valid);
  add_scores(scalars, "test", summary.test);
  events_.add(updates, scalars);
}

void RunLog::end(const std::string& why) { line({{"kind", "end"}, {"why", why}}); }

Json RunLog::lengths() {
  metrics_.sync();
  events_.file().sync();
  return {{"metrics_bytes", metrics_.size()},
          {"events", events_.file().path().filename().string()},
          {"events_bytes", events_.file().size()}};
}

}  // namespace mmim

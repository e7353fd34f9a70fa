#include "experiments/search/tuner.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "core/stop.h"
#include "experiments/job.h"
#include "predict/encoder.h"
#include "predict/open_data.h"
#include "predict/program.h"
#include "results/outcome.h"
#include "results/provenance.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr size_t kHashDigits = 12;

RunConfig resolved(const Search& search, const TunerOptions& options, const Combination& values) {
  RunConfig config = RunConfig::resolve(tree_of(search, values), search.name, options.assignments);
  if (!options.data.empty()) config.data.folder = options.data;
  if (!options.encoder.empty()) config.text.encoder = options.encoder;
  config.make_paths_absolute();
  if (config.train.reads_test())
    throw ConfigError(search.name + ": a search never reads test; train.select = as-published and train.watch_test do");
  return config;
}

/// The hash of all options that count but for what differs between the runs of one trial.
std::string name_of(const RunConfig& config, bool halving) {
  Json options = config.numbers();
  options.erase("seed");
  if (halving) options["train"].erase("epochs");
  return configuration_sha256(options).substr(0, kHashDigits);
}

/// On what all trials are run.
void describe_sources(TrialTable& plan, const RunConfig& config) {
  const Dataset dataset = open_data(config.data);
  const EncoderSource encoder = find_encoder(config.text, dataset);
  plan.data = dataset.info.name;
  plan.encoder = encoder_name(encoder.sha256, encoder.name);
  plan.mark = mark_of(dataset.info.synthetic, Protocol::valid);
  plan.origin = {{"data_fingerprint", dataset.info.fingerprint},
                 {"encoder_sha256", encoder.sha256},
                 {"program_sha256", program_sha256()}};
}

}  // namespace

TrialTable plan_search(const Search& search, const TunerOptions& options) {
  TrialTable plan;
  plan.search = search;
  std::set<std::string> names;
  for (Combination& values : combinations(search)) {
    const RunConfig config = resolved(search, options, values);
    Trial trial;
    trial.name = name_of(config, search.halving.has_value());
    trial.values = std::move(values);
    trial.configuration = config.to_json();
    if (!names.insert(trial.name).second)
      throw ConfigError(search.name + ": two trials are the same; does --set stand over an option that is searched?");
    plan.trials.push_back(std::move(trial));
  }
  describe_sources(plan, resolved(search, options, plan.trials.front().values));
  return plan;
}

Tuner::Tuner(const Search& search, TunerOptions options)
    : options_(std::move(options)), table_(plan_search(search, options_)), trials_(table_.trials) {
  constexpr int kSecondsToSave = 60;  // what a killed command's children need to save their state
  if (search.halving) epochs_ = search.halving->epochs;
  make_folder(options_.folder);
  lock_ = std::make_unique<FolderLock>(options_.folder, kSecondsToSave);
  if (const fs::path record = options_.folder / "search.json"; fs::exists(record))
    check_begun();
  else
    write_json(record, table_.origin);
}

void Tuner::check_begun() const {
  const Json before = read_json(options_.folder / "search.json");
  for (const auto& [key, value] : table_.origin.items())
    if (before.value(key, "") != value.get<std::string>() && !(options_.other_programs && key == "program_sha256"))
      throw UsageError(options_.folder.string() + ": begun with another " + key +
                       "; give another --output-dir, or remove this folder" +
                       (key == "program_sha256" ? ", or go on with --other-programs" : ""));
}

int64_t Tuner::threads_each() const { return threads_of_each(options_.threads, options_.jobs); }

std::vector<Tuner::Wish> Tuner::wishes(const std::vector<size_t>& trials, size_t rung) {
  std::vector<Wish> all;
  for (const size_t number : trials) {
    Trial& trial = trials_[number];
    const int64_t epochs =
        epochs_.empty() ? trial.configuration.at("train").at("epochs").get<int64_t>() : epochs_[rung];
    trial.rungs.resize(rung);
    trial.rungs.push_back({epochs, std::vector<double>(table_.search.seeds.size(), std::nan(""))});
    for (size_t seed = 0; seed < table_.search.seeds.size(); ++seed)
      all.push_back({number, rung, seed,
                     options_.folder / trial.name /
                         ("epochs-" + std::to_string(epochs) + "-seed-" + std::to_string(table_.search.seeds[seed]))});
  }
  return all;
}

bool Tuner::look(const Wish& wish) {
  Trial& trial = trials_[wish.trial];
  const fs::path failure = wish.folder / "failed.json";
  if (options_.retry && fs::exists(failure)) fs::remove_all(wish.folder);
  if (fs::exists(failure)) {
    trial.reason = read_json(failure).value("reason", "");
    return true;
  }
  const auto outcome = fs::exists(wish.folder / "config.toml") ? completed_run(wish.folder) : std::nullopt;
  if (!outcome) return false;
  trial.rungs[wish.rung].scores[wish.seed] = outcome->best_valid_loss;
  if (!options_.keep_weights) fs::remove_all(wish.folder / "best");
  return true;
}

std::unique_ptr<Child> Tuner::begin(const Wish& wish) const {
  make_folder(wish.folder);
  if (!fs::exists(wish.folder / "config.toml"))
    write_file_atomically(wish.folder / "wanted.toml",
                          to_toml(configuration_of(trials_[wish.trial], wish.rung, wish.seed)));
  return start_job(kTrainJob, {wish.folder.string(), threads_each(), false});
}

Json Tuner::configuration_of(const Trial& trial, size_t rung, size_t seed) const {
  Json configuration = trial.configuration;
  configuration["seed"] = table_.search.seeds[seed];
  configuration["train"]["epochs"] = trial.rungs[rung].epochs;
  return configuration;
}

std::string Tuner::end(const Wish& wish, int code) {
  Trial& trial = trials_[wish.trial];
  const std::string name = wish.folder.lexically_relative(options_.folder).string();
  if (code >= 128) {  // killed, by this command or from outside: the run is neither finished nor refused
    if (!stop_requested) trial.reason = signal_words(code);
    return name + ": stopped; the same command goes on";
  }
  if (code != 0) {
    trial.reason = last_words(wish.folder / "log.txt");
    write_json(wish.folder / "failed.json", {{"reason", trial.reason}});
    return name + " has failed: " + trial.reason;
  }
  if (!look(wish)) throw Error(name + ": the run has ended without an outcome");
  char score[32];
  std::snprintf(score, sizeof score, "%.6g", trial.rungs[wish.rung].scores[wish.seed]);
  return name + ": " + score + " with " + table_.values_of(trial);
}

bool Tuner::run_all(const std::vector<Wish>& wishes, const Tell& tell) {
  std::vector<Wish> waiting;
  for (const Wish& wish : wishes)
    if (!look(wish)) waiting.push_back(wish);
  done_ += static_cast<int64_t>(wishes.size() - waiting.size());
  size_t next = 0;
  SideBySide work;
  work.jobs = options_.jobs;
  work.begin = [&]() -> std::optional<SideBySide::Started> {
    if (next == waiting.size()) return std::nullopt;
    const size_t number = next++;
    return SideBySide::Started{number, begin(waiting[number])};
  };
  bool killed = false;
  work.end = [&](size_t number, int code) {
    ++done_;
    killed = killed || code >= 128;
    tell(end(waiting[number], code));
    return std::unique_ptr<Child>();
  };
  work.tell = [](bool) {};
  return work.run() && !killed;
}

bool Tuner::run(const Tell& tell) {
  std::vector<size_t> alive(trials_.size());
  for (size_t i = 0; i < alive.size(); ++i) alive[i] = i;
  const size_t rungs = std::max<size_t>(1, epochs_.size());
  bool complete = true;
  for (size_t rung = 0; rung < rungs && complete && !alive.empty(); ++rung) {
    const auto runs = wishes(alive, rung);
    wanted_ += static_cast<int64_t>(runs.size());
    complete = run_all(runs, tell);
    if (complete && rung + 1 < rungs) alive = promoted(trials_, rung, table_.search.halving->keep);
  }
  table_.trials = trials_;
  sort_trials(table_.trials);
  return complete;
}

fs::path Tuner::write() const {
  write_json(options_.folder / "trials.json", table_.to_json());
  write_file_atomically(options_.folder / "trials.csv", table_.to_csv());
  if (table_.trials.empty()) return {};
  const Trial& best = table_.trials.front();
  for (size_t rung = best.rungs.size(); rung-- > 0;)
    if (!std::isnan(best.rungs[rung].mean())) return write_best(best.name, to_toml(configuration_of(best, rung, 0)));
  return {};
}

fs::path Tuner::write_best(const std::string& trial, const std::string& text) const {
  fs::path file = options_.folder / "best.toml";
  const fs::path record = options_.folder / "search.json";
  const auto hash_of = [](const std::string& bytes) { return sha256(std::as_bytes(std::span(bytes))); };
  Json written = read_json(record);
  if (fs::exists(file)) {
    const std::string there = read_file(file);
    if (there != text && hash_of(there) != written.value("best_sha256", "")) {
      fs::path beside = options_.folder / ("best-" + trial + ".toml");
      write_file_atomically(beside, text);
      return beside;
    }
  }
  write_file_atomically(file, text);
  written["best_sha256"] = hash_of(text);
  write_json(record, written);
  return file;
}

}  // namespace mmim

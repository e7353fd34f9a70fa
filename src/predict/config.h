#pragma once
#include "corpus/synthetic.h"
#include "models/catalog.h"
#include "models/recipe.h"
#include "results/outcome.h"
#include "text/context.h"

namespace mmim {

struct DataOptions {
  std::string folder;  ///< an imported data set; empty: the synthetic source
  std::string label;   ///< which labels of it are learned; empty: its own
  SyntheticOptions synthetic;
  void list(Options& o);
};

struct TextOptions {
  std::string encoder;       ///< Hugging Face BERT folder or hub name in the local cache; empty: small and random
  int64_t limit = 50;        ///< most word pieces per text, [CLS] and [SEP] included
  int64_t context = 0;       ///< most word pieces of what was said before in the video, put before the text; 0: none
  std::optional<Pool> pool;  ///< one vector of a text; unset: as the model has it
  std::string cache;         ///< folder of frozen text features; empty: the user's cache folder
  BertOptions random;        ///< geometry of the random encoder (its vocabulary comes from the words of the data)
  void list(Options& o);
  PieceLimits limits() const { return {limit, context}; }
};

struct TrainOptions {
  int64_t batch_size = 32, epochs = 40, patience = 10;
  Protocol select = Protocol::valid;
  bool watch_test = false;  ///< test metrics of every epoch are logged; they select nothing
  enum class Calibration { none, videos } calibration = Calibration::none;  ///< videos: half of valid selects nothing
  double save_minutes = 5;    ///< between two writes of last/ inside an epoch
  int64_t log_every = 1;      ///< batches between two lines of metrics.jsonl
  int64_t read_every = 0;     ///< batches whose loss values are read together
  bool keep_last = false;     ///< keep last/ after the run completes
  bool fast_dev_run = false;  ///< one epoch of three batches: does everything work?
  std::string device = "auto";
  int64_t threads = 0;  ///< 0: all usable_cores()
  Compute compute{.route = Route::fused};
  RecipeOptions recipe;
  void list(Options& o);
  /// Whether test is read after every epoch: to select as published, or to be watched.
  bool reads_test() const { return watch_test || select == Protocol::as_published; }
};

/// Everything that determines a run. Precedence: defaults < preset < file < --set.
class RunConfig {
 public:
  /// The defaults of a model and a preset ("": none; by default the model's first). UsageError for an unknown name.
  explicit RunConfig(const std::string& model = "mmim", const std::optional<std::string>& preset = {});
  RunConfig(const RunConfig& other);
  RunConfig(RunConfig&&) = default;
  RunConfig& operator=(const RunConfig& other) { return *this = RunConfig(other); }
  RunConfig& operator=(RunConfig&&) = default;
  /// From a file's tree (which may name model and preset) and assignments "a.b=c" in order; ConfigError as Options.
  static RunConfig resolve(const Json& file, const std::string& where, const std::vector<std::string>& assignments);

  /// From a listing of all options that a program wrote, such as config.toml of a run or a model. An option that came
  /// later is what that program did.
  static RunConfig stored(const Json& listing, const std::string& where);

  std::string model, preset;  ///< preset "": none
  int64_t seed = 1111;
  DataOptions data;
  TextOptions text;
  TrainOptions train;
  std::unique_ptr<ModelOptions> model_options;  ///< the section named after the model

  /// The listing of all fields; points into this object.
  Options options();
  Json to_json() const;  ///< the resolved tree: reading it back gives equal options
  Json numbers() const;  ///< of it what determines the numbers of a run

  std::string system() const;  ///< "mmim (mmim-paper)": the model, and its preset in brackets
  /// "train.epochs = 12": options that determine numbers and are not the preset's. Model, preset, seed and protocol
  /// are not among them, as they are told apart everywhere.
  std::vector<std::string> changes() const;
  /// "train.epochs = 12": options that determine numbers and have another value than in `before`, or none there.
  std::vector<std::string> changes_from(const RunConfig& before) const;
  /// Data and encoder folders as absolute paths, so that the configuration holds from every current folder.
  void make_paths_absolute();

 private:
  void list(Options& o);
};

/// RunConfig::changes() of a stored listing, for readers of runs that did not record theirs.
std::vector<std::string> changes_of(const Json& listing, const std::string& where);

}  // namespace mmim

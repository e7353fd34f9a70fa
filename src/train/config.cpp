#include "train/config.h"

#include "core/error.h"

namespace mmim {

void DataOptions::list(Options& o) {
  o.add("folder", folder, {"folder of an imported data set; empty: the synthetic source"});
  o.section("synthetic", synthetic);
}

void TextOptions::list(Options& o) {
  o.add("encoder", encoder,
        {"Hugging Face BERT folder, or a hub name in the local cache; empty: a small BERT with random weights",
         {},
         "paper and code: bert-base-uncased"});
  o.add("limit", limit, {"most word pieces per text, [CLS] and [SEP] included", at_least(2), "code: 50"});
  o.add("cache", cache,
        {"folder where the features of a frozen text encoder are kept; empty: mmim in the user's cache folder"});
  o.section("random", random);
}

void TrainOptions::list(Options& o) {
  o.add("batch_size", batch_size, {"utterances per batch", at_least(1), "paper: 32 (MOSI), 64 (MOSEI)"});
  o.add("epochs", epochs, {"most passes over the training data", at_least(1), "code: 40"});
  o.add("patience", patience, {"epochs without a better validation loss before the run ends", at_least(1), "code: 10"});
  o.choice(
      "select", select, {{"valid", Select::valid}, {"as-published", Select::as_published}},
      {"which epoch's weights are kept: the best on valid; as-published also wants the best test MAE so far, which "
       "peeks at test and is watermarked",
       {},
       "code: as-published"});
  o.add("watch_test", watch_test,
        {"also evaluate test after each epoch and log it: what selection as published would have reported; it selects "
         "nothing"});
  o.choice("calibration", calibration, {{"none", Calibration::none}, {"videos", Calibration::videos}},
           {"videos: half of the validation videos are kept out of selection, to calibrate intervals on"});
  o.add("save_minutes", save_minutes, {"minutes between two writes of last/ inside an epoch", above(0)});
  o.add("log_every", log_every,
        {"batches between two lines of metrics.jsonl and two points of TensorBoard", at_least(1)});
  o.add(
      "read_every", read_every,
      {"batches whose loss values are read from the device together, so that a step does not wait for it; what is not "
       "finite is found then. 0: 1 on a CPU, log_every or 16, whichever is more, on a GPU",
       at_least(0)});
  o.add("keep_last", keep_last, {"keep last/ after the run completes"});
  o.add("fast_dev_run", fast_dev_run, {"one epoch of three batches: does everything work?"});
  o.add("device", device, {"auto, cpu, cuda or cuda:N"});
  o.add("threads", threads, {"CPU threads; 0: all cores", at_least(0)});
  o.choice("route", compute.route, {{"fused", Route::fused}, {"reference", Route::reference}},
           {"fused kernels where they apply, or LibTorch's operations alone"});
  o.choice("precision", compute.precision, {{"fp32", Precision::fp32}, {"bf16", Precision::bf16}},
           {"factors of the text encoder's matrix products; all else is in fp32"});
}

namespace {

std::string first_preset_of(const std::string& model) {
  for (const Preset& preset : presets())
    if (preset.model == model) return preset.name;
  return "";
}

/// The last of the assignments to `option`, else what the file says, if either does.
std::optional<std::string> chosen(const std::string& option, const Json& file, const std::string& where,
                                  const std::vector<std::string>& assignments) {
  for (auto one = assignments.rbegin(); one != assignments.rend(); ++one)
    if (one->starts_with(option + "=")) return one->substr(option.size() + 1);
  if (!file.contains(option)) return {};
  if (!file.at(option).is_string())
    throw ConfigError(where + ": option `" + option + "`: text is wanted, not " + file.at(option).dump());
  return file.at(option).get<std::string>();
}

/// The configuration that `model` and `preset` name; a name that does not exist is complained of where it stands.
std::unique_ptr<RunConfig> named(const Json& file, const std::string& where,
                                 const std::vector<std::string>& assignments) {
  const auto preset_name = chosen("preset", file, where, assignments);
  auto model_name = chosen("model", file, where, assignments);
  try {
    if (!model_name && preset_name && !preset_name->empty()) model_name = mmim::preset(*preset_name).model;
    return std::make_unique<RunConfig>(model_name.value_or("mmim"), preset_name);
  } catch (const UsageError& error) {
    const bool in_file =
        preset_name == chosen("preset", file, where, {}) && model_name == chosen("model", file, where, {});
    if (in_file && !where.empty()) throw ConfigError(where + ": " + error.what());
    throw;
  }
}

}  // namespace

RunConfig::RunConfig(const std::string& model_name, const std::optional<std::string>& preset_name)
    : model(model_name),
      preset(preset_name ? *preset_name : first_preset_of(model_name)),
      model_options(model_entry(model_name).options()) {
  if (preset.empty()) return;
  const Preset& values = mmim::preset(preset);
  if (values.model != model)
    throw ConfigError("preset `" + preset + "` belongs to model " + values.model + ", not to " + model);
  options().merge(values.values, "preset " + preset);
}

std::unique_ptr<RunConfig> RunConfig::resolve(const Json& file, const std::string& where,
                                              const std::vector<std::string>& assignments) {
  auto config = named(file, where, assignments);
  const Options options = config->options();
  options.merge(file, where);
  for (const std::string& assignment : assignments) options.set_text(assignment);
  return config;
}

Options RunConfig::options() {
  Options options;
  list(options);
  return options;
}

Json RunConfig::to_json() const { return const_cast<RunConfig*>(this)->options().to_json(); }

void RunConfig::list(Options& o) {
  o.add("model", model, {"which model; its options are the section of that name"});
  o.add("preset", preset, {"named set of values that the file and the command line change; empty: none"});
  o.add("seed", seed, {"of weights, shuffles and dropout", at_least(0), "code: 1111"});
  o.section("data", data);
  o.section("text", text);
  o.section("train", train);
  o.section(model, *model_options);
}

}  // namespace mmim

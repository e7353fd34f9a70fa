#include "predict/config.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/error.h"

namespace mmim {

void DataOptions::list(Options& o) {
  o.add("folder", folder,
        {.meaning = "folder of an imported data set; empty: the synthetic source", .effect = Effect::place});
  o.add("label", label,
        {.meaning = "which labels are learned, e.g. T of CH-SIMS or happy of MOSEI; empty: the data set's own",
         .earlier = ""});
  o.section("synthetic", synthetic);
}

void TextOptions::list(Options& o) {
  o.add("encoder", encoder,
        {"Hugging Face BERT folder, or a hub name in the local cache; empty: a small BERT with random weights",
         {},
         "paper and code: bert-base-uncased",
         Effect::place});
  o.add("limit", limit, {"most word pieces per text, [CLS] and [SEP] included", at_least(2), "code: 50"});
  o.add("context", context,
        {.meaning = "most word pieces of what was said before in the video, which stand with a [SEP] before those of "
                    "the text; 0: none",
         .range = at_least(0),
         .source = "no system of the paper reads any",
         .earlier = 0});
  o.choice(
      "pool", pool, {{"model", std::nullopt}, {"cls", Pool::cls}, {"mean", Pool::mean}, {"pooler", Pool::pooler}},
      {.meaning = "the one vector of a text: the row of [CLS], the mean of all rows, or the pooler's; model: as the "
                  "model has it. Models that read the rows of all pieces refuse any other value",
       .source = "MMIM, Self-MM: cls; MISA: mean; MAG-BERT: pooler",
       .earlier = "model"});
  o.add(
      "cache", cache,
      {.meaning = "folder where the features of a frozen text encoder are kept; empty: mmim in the user's cache folder",
       .effect = Effect::place});
  o.section("random", random);
}

void TrainOptions::list(Options& o) {
  o.add("batch_size", batch_size, {"utterances per batch", at_least(1), "paper: 32 (MOSI), 64 (MOSEI)"});
  o.add("epochs", epochs, {"most passes over the training data", at_least(1), "code: 40"});
  o.add("patience", patience, {"epochs without a better validation loss before the run ends", at_least(1), "code: 10"});
  o.choice(
      "select", select, {{"valid", Protocol::valid}, {"as-published", Protocol::as_published}},
      {"which epoch's weights are kept: the best on valid; as-published also wants the best test MAE so far, which "
       "peeks at test and is watermarked",
       {},
       "code: as-published"});
  o.add(
      "watch_test", watch_test,
      {.meaning = "also evaluate test after each epoch and log it: what selection as published would have reported; it "
                  "selects nothing",
       .effect = Effect::display});
  o.choice("calibration", calibration, {{"none", Calibration::none}, {"videos", Calibration::videos}},
           {"videos: half of the validation videos are kept out of selection, to calibrate intervals on"});
  o.add("save_minutes", save_minutes,
        {"minutes between two writes of last/ inside an epoch", above(0), "", Effect::display});
  o.add("log_every", log_every,
        {"batches between two lines of metrics.jsonl and two points of TensorBoard", at_least(1), "", Effect::display});
  o.add(
      "read_every", read_every,
      {"batches whose loss values are read from the device together, so that a step does not wait for it; what is not "
       "finite is found then. 0: 1 on a CPU, log_every or 16, whichever is more, on a GPU",
       at_least(0), "", Effect::display});
  o.add("keep_last", keep_last, {.meaning = "keep last/ after the run completes", .effect = Effect::display});
  o.add("fast_dev_run", fast_dev_run, {"one epoch of three batches: does everything work?"});
  o.add("device", device, {.meaning = "auto, cpu, cuda or cuda:N", .effect = Effect::place});
  o.add("threads", threads,
        {"CPU threads; 0: as many as cores that the process may use", at_least(0), "", Effect::place});
  o.choice("route", compute.route, {{"fused", Route::fused}, {"reference", Route::reference}},
           {"fused kernels where they apply, or LibTorch's operations alone"});
  o.choice("precision", compute.precision, {{"fp32", Precision::fp32}, {"bf16", Precision::bf16}},
           {"factors of the text encoder's matrix products; all else is in fp32"});
  o.section("recipe", recipe);
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
RunConfig named(const Json& file, const std::string& where, const std::vector<std::string>& assignments) {
  const auto preset_name = chosen("preset", file, where, assignments);
  auto model_name = chosen("model", file, where, assignments);
  try {
    if (!model_name && preset_name && !preset_name->empty()) model_name = mmim::preset(*preset_name).model;
    return RunConfig(model_name.value_or("mmim"), preset_name);
  } catch (const UsageError& error) {
    const bool in_file =
        preset_name == chosen("preset", file, where, {}) && model_name == chosen("model", file, where, {});
    if (in_file && !where.empty()) throw ConfigError(where + ": " + error.what());
    throw;
  }
}

/// `mmim.alpha` where the model is misa: what stands in the section of a model that is not the one of the run.
void refuse_section_of_another_model(const std::string& option, const std::string& model, const std::string& where) {
  const std::string section = option.substr(0, option.find('.'));
  const std::vector<ModelEntry>& known = models();
  const bool of_a_model =
      std::any_of(known.begin(), known.end(), [&](const ModelEntry& entry) { return entry.name == section; });
  if (of_a_model && section != model)
    throw ConfigError((where.empty() ? "" : where + ": ") + "unknown option `" + option + "`: the model is " + model +
                      ", whose options begin with `" + model + ".` (`model = \"" + section + "\"` chooses " + section +
                      ")");
}

/// Files of other commands, which are TOML files of options too at first sight.
void refuse_file_of_another_command(const Json& file, const std::string& where) {
  if (file.contains("row") || file.contains("variant"))
    throw ConfigError(where + ": is the file of an experiment: `mmim experiment " + where + "` runs it");
  if (file.contains("search"))
    throw ConfigError(where + ": is the file of a search: `mmim tune " + where + "` runs it");
}

/// The first option of a table, as its path.
std::string first_option(const std::string& section, const Json& table) {
  return table.is_object() && !table.empty() ? first_option(section + "." + table.begin().key(), *table.begin())
                                             : section;
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

RunConfig RunConfig::resolve(const Json& file, const std::string& where, const std::vector<std::string>& assignments) {
  refuse_file_of_another_command(file, where);
  auto config = named(file, where, assignments);
  for (const auto& [section, table] : file.items())
    if (table.is_object()) refuse_section_of_another_model(first_option(section, table), config.model, where);
  for (const std::string& assignment : assignments)
    refuse_section_of_another_model(assignment.substr(0, assignment.find('=')), config.model, "");
  const Options options = config.options();
  options.merge(file, where);
  for (const std::string& assignment : assignments) options.set_text(assignment);
  return config;
}

RunConfig RunConfig::stored(const Json& listing, const std::string& where) {
  RunConfig config = resolve(listing, where, {});
  config.options().fill_earlier(listing);
  return config;
}

Options RunConfig::options() {
  Options options;
  list(options);
  return options;
}

RunConfig::RunConfig(const RunConfig& other)
    : model(other.model),
      preset(other.preset),
      seed(other.seed),
      data(other.data),
      text(other.text),
      train(other.train),
      model_options(other.model_options->clone()) {}

Json RunConfig::to_json() const { return RunConfig(*this).options().to_json(); }

Json RunConfig::numbers() const { return RunConfig(*this).options().numbers(); }

std::string RunConfig::system() const { return model + (preset.empty() ? "" : " (" + preset + ")"); }

std::vector<std::string> RunConfig::changes() const {
  RunConfig standard(model, preset);
  standard.seed = seed;
  standard.train.select = train.select;
  return changes_from(standard);
}

std::vector<std::string> RunConfig::changes_from(const RunConfig& given) const {
  RunConfig other(given), copy(*this);
  const Options now = copy.options(), before = other.options();
  std::map<std::string, Json> values;
  for (const Options::Field& field : before.fields()) values[field.path] = field.get();
  std::vector<std::string> changes;
  for (const Options::Field& field : now.fields()) {
    if (!data.folder.empty() && field.path.starts_with("data.synthetic.")) continue;  // this source was not read
    const auto found = values.find(field.path);
    const Json value = field.get();
    if (field.effect == Effect::numbers && (found == values.end() || found->second != value))
      changes.push_back(field.path + " = " + value.dump());
  }
  return changes;
}

std::vector<std::string> changes_of(const Json& listing, const std::string& where) {
  return RunConfig::stored(listing, where).changes();
}

void RunConfig::make_paths_absolute() {
  const auto absolute = [](std::string& folder) {
    folder = std::filesystem::absolute(folder).lexically_normal().string();
  };
  if (!data.folder.empty()) absolute(data.folder);
  if (std::filesystem::is_directory(text.encoder)) absolute(text.encoder);
}

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

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "core/names.h"
#include "parity/stages.h"
#include "predict/config.h"
#include "support/small_set.h"

namespace mmim::golden::published_settings {
namespace {

namespace fs = std::filesystem;

const fs::path kConfigs = MMIM_SOURCE_DIR "/configs";

/// What published_settings.json has of each system.
const Json& systems() {
  static const Json all = read_json(MMIM_SOURCE_DIR "/tests/parity/published_settings.json").at("systems");
  return all;
}

RunConfig shipped(const std::string& file) { return RunConfig::resolve(read_toml(kConfigs / file), file, {}); }

/// Calls `check(file, settings)` for every configuration of every system; settings: wanted values by option.
void for_every_configuration(
    const std::function<void(const std::string& file, const Json& system, const Json& settings)>& check) {
  for (const auto& [name, system] : systems().items()) {
    const Json& files = system.at("configs");
    for (size_t column = 0; column < files.size(); ++column) {
      Json settings = Json::object();
      for (const char* list : {"published", "on_purpose"}) {
        const Json rows = system.value(list, Json::object());
        for (const auto& [option, row] : rows.items()) {
          ASSERT_EQ(row.size(), files.size() + 1) << option << " needs a value for each configuration and a source";
          ASSERT_FALSE(row.back().get<std::string>().empty()) << option << " has no source";
          settings[option] = row.at(column);
        }
      }
      SCOPED_TRACE(files.at(column).get<std::string>());
      check(files.at(column), system, settings);
    }
  }
}

TEST(PublishedSettings, AreThoseOfTheShippedConfigurations) {
  for_every_configuration([](const std::string& file, const Json&, const Json& settings) {
    RunConfig config = shipped(file);
    const Options options = config.options();
    for (const auto& [option, wanted] : settings.items()) EXPECT_EQ(options.find(option).get(), wanted) << option;
  });
}

/// Whether an option names a configuration or is a place, so that no published value stands beside it.
bool is_no_setting(const Options::Field& field) {
  return field.effect != Effect::numbers || field.path == "model" || field.path == "preset";
}

TEST(PublishedSettings, TellOfEveryOptionOfASystemAndNoOtherIsChanged) {
  for_every_configuration([](const std::string& file, const Json& system, const Json& settings) {
    if (system.value("reference", false)) return;
    RunConfig config = shipped(file), standard(config.model, "");
    const Options options = config.options(), standards = standard.options();
    for (const Options::Field& field : options.fields()) {
      if (is_no_setting(field) || settings.contains(field.path)) continue;
      const bool idle = system.at("without_effect").contains(field.path), later = !field.earlier.is_null();
      EXPECT_TRUE(idle || later || !field.path.starts_with(config.model + "."))
          << field.path << " stands in no list of published_settings.json";
      EXPECT_EQ(field.get(), later ? field.earlier : standards.find(field.path).get()) << field.path;
    }
    for (const auto& [option, reason] : system.at("without_effect").items())
      EXPECT_FALSE(settings.contains(option)) << option << " has a value and is said to have no effect";
  });
}

TEST(PublishedSettings, HaveEveryShippedConfiguration) {
  std::set<std::string> listed{"demo.toml", "mosi-best.toml", "text-only-best.toml"}, there;
  for (const auto& [name, system] : systems().items())
    for (const Json& file : system.at("configs")) listed.insert(file);
  for (const auto& entry : fs::recursive_directory_iterator(kConfigs)) {
    const std::string file = fs::relative(entry.path(), kConfigs).string();
    const bool of_many_runs = file.starts_with("table") || file.starts_with("ablation") || file.starts_with("tune") ||
                              file.starts_with("recipe");
    if (entry.is_regular_file() && !of_many_runs) there.insert(file);
  }
  EXPECT_EQ(listed, there);
}

/// One of the words of an enumeration, in the order of the enumeration.
template <class E>
E one_of(const Json& word, const std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), word.get<std::string>());
  EXPECT_NE(found, words.end()) << word;
  return static_cast<E>(found - words.begin());
}

/// The stages that a system's list wants of a model with these options.
class WantedStages {
 public:
  WantedStages(const std::string& model, const Options& options) : section_(model + "."), options_(options) {}

  /// Of a system without a list: one stage over the whole model, the text by a rate of its own where there is one.
  std::vector<Stage> of(const Json& system, const Model& model) const {
    std::vector<Stage> stages;
    for (const Json& specification : system.value("stages", usual())) {
      Stage stage;
      stage.clip = clip();
      if (specification.value("schedule", true) && lists("schedule.kind")) stage.schedule = schedule();
      if (specification.contains("share")) stage.share = value(specification.at("share"));
      if (lists("accumulate")) {
        stage.accumulate = value("accumulate");
        stage.tail = one_of<Stage::Tail>(value("tail"), {"step", "drop"});
      }
      stage.groups = groups(specification.at("groups"), model);
      stages.push_back(std::move(stage));
    }
    return stages;
  }

 private:
  Json usual() const {
    Json groups = Json::array();
    if (lists("learning_rate_text")) groups.push_back({"^text\\.", "learning_rate_text", "weight_decay"});
    groups.push_back({"", "learning_rate", "weight_decay"});
    return Json::array({{{"groups", groups}}});
  }
  Json value(const std::string& option) const { return options_.find(section_ + option).get(); }
  bool lists(const std::string& option) const {
    return std::any_of(options_.fields().begin(), options_.fields().end(),
                       [&](const Options::Field& field) { return field.path == section_ + option; });
  }
  Clip clip() const {
    Clip clip{one_of<Clip::Kind>(value("clip.kind"), {"none", "norm", "value"}), value("clip.limit"),
              one_of<Clip::Over>(value("clip.over"), {"stepped", "all"})};
    if (lists("clip.when")) clip.when = one_of<Clip::When>(value("clip.when"), {"update", "batch"});
    return clip;
  }
  ScheduleOptions schedule() const {
    return {one_of<ScheduleOptions::Kind>(value("schedule.kind"), {"none", "plateau", "linear"}),
            value("schedule.factor"), value("schedule.patience"), value("schedule.warmup"),
            lists("schedule.whole_batches") && value("schedule.whole_batches").get<bool>()};
  }
  /// "option=value"
  bool holds(const std::string& condition) const {
    const size_t equals = condition.find('=');
    const Json is = value(condition.substr(0, equals));
    return (is.is_string() ? is.get<std::string>() : is.dump()) == condition.substr(equals + 1);
  }
  double number(const Json& rate) const { return rate.is_string() ? value(rate).get<double>() : rate.get<double>(); }
  std::vector<ParameterGroup> groups(const Json& rows, const Model& model) const {
    std::vector<ParameterGroup> groups;
    for (const auto& parameter : model.named_parameters())
      for (const Json& row : rows) {
        if (!std::regex_search(parameter.key(), std::regex(row.at(0).get<std::string>()))) continue;
        const bool stepped = !row.at(1).is_null() && (row.size() < 4 || holds(row.at(3)));
        if (stepped)
          groups.push_back({"", {{parameter.key(), parameter.value()}}, number(row.at(1)), number(row.at(2))});
        break;
      }
    return groups;
  }

  std::string section_;
  Options options_;
};

TEST(Stages, OfTheShippedConfigurationsAreThePublishedOnes) {
  for_every_configuration([](const std::string& file, const Json& system, const Json&) {
    RunConfig config = shipped(file);
    const auto model = config.model_options->build(SmallSet::inputs());
    expect_stages(*model, WantedStages(config.model, config.options()).of(system, *model));
  });
}

/// Two values of each option that stages follow, so that one of them at least is no default.
struct Two {
  Json first, second;
};
const std::map<std::string, Two>& two_values() {
  static const std::map<std::string, Two> all{{"accumulate", {3, 5}},
                                              {"tail", {"drop", "step"}},
                                              {"clip.kind", {"norm", "value"}},
                                              {"clip.limit", {0.25, 0.75}},
                                              {"clip.over", {"all", "stepped"}},
                                              {"clip.when", {"batch", "update"}},
                                              {"schedule.kind", {"plateau", "linear"}},
                                              {"schedule.factor", {0.3, 0.7}},
                                              {"schedule.patience", {3, 7}},
                                              {"schedule.warmup", {0.2, 0.4}},
                                              {"schedule.whole_batches", {false, false}},
                                              {"likelihood_share", {0.25, 0.75}},
                                              {"text", {"fine-tuned", "fine-tuned"}},
                                              {"optimizer", {"adam", "adam"}},
                                              {"train_fusion_weights", {true, false}},
                                              {"bound.rows", {"projected", "projected"}},
                                              {"projection", {"trained", "decay"}}};
  return all;
}

/// Every rate and decay gets a number of its own.
void set_all(const Options& options, const std::string& model, bool first) {
  double rate = 1e-3;
  for (const Options::Field& field : options.fields()) {
    if (!field.path.starts_with(model + ".")) continue;
    const std::string option = field.path.substr(model.size() + 1);
    const auto found = two_values().find(option);
    if (found != two_values().end()) field.set(first ? found->second.first : found->second.second);
    if (option.starts_with("learning_rate") || option.starts_with("weight_decay")) field.set(rate *= 1.5);
  }
}

TEST(Stages, OfEveryModelFollowTheOptions) {
  for (const std::string& name : model_names()) {
    const Json system = systems().value(name, Json::object());
    for (const bool first : {true, false}) {
      SCOPED_TRACE(name + (first ? ", first values" : ", second values"));
      RunConfig config(name, "");
      const Options options = config.options();
      set_all(options, name, first);
      const auto model = config.model_options->build(SmallSet::inputs());
      expect_stages(*model, WantedStages(name, options).of(system, *model));
    }
  }
}

}  // namespace
}  // namespace mmim::golden::published_settings

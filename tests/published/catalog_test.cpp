#include "published/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "nn/weights/module_arrays.h"
#include "predict/config.h"
#include "support/small_set.h"

namespace mmim {
namespace {

class EverySystem : public testing::TestWithParam<std::string> {
 protected:
  const PublishedSystem& system = published_system(GetParam());
  std::string path(const std::string& option) const { return system.model + "." + option; }
  NamedArrays arrays() const { return arrays_of(*model_entry(system.model).options()->build(SmallSet::inputs())); }
};

TEST_P(EverySystem, TellsOnlyOptionsOfTheModel) {
  RunConfig config(system.model);
  const Options options = config.options();
  for (const OptionTrace& trace : of_streams(system.options)) {
    EXPECT_NO_THROW(options.find(path(trace.option)));
    if (const auto* fixed = std::get_if<FixedValue>(&trace.told)) {
      EXPECT_NO_THROW(options.set(path(trace.option), fixed->value));
    }
    if (const auto* there = std::get_if<TensorPresence>(&trace.told)) {
      EXPECT_NO_THROW(options.set(path(trace.option), there->value));
    }
  }
  for (const std::string& option : system.without_trace) EXPECT_NO_THROW(options.find(path(option)));
  for (const auto& [option, value] : system.port_options.items()) EXPECT_NO_THROW(options.set(path(option), value));
}

TEST_P(EverySystem, NamesNoTwoParametersAlike) {
  std::set<std::string> seen;
  for (const auto& [ours, unused] : arrays().arrays)
    for (const std::string& theirs : system.names(ours))
      EXPECT_TRUE(seen.insert(theirs).second) << "two tensors are called " << theirs;
  EXPECT_FALSE(seen.empty());
}

TEST_P(EverySystem, HasFeaturesOfEveryStreamAlongTheAxisThatItNames) {
  const NamedArrays all = arrays();
  const PerModality<int64_t> widths = SmallSet::inputs().widths;
  for (const Modality stream : kRowStreams) {
    const std::string tensor = of_stream(system.features.tensor, stream);
    const auto found =
        std::find_if(all.arrays.begin(), all.arrays.end(), [&](const auto& one) { return one.first == tensor; });
    ASSERT_NE(found, all.arrays.end()) << tensor;
    EXPECT_EQ(found->second.shape.at(system.features.axis), widths[stream]) << tensor;
  }
}

TEST_P(EverySystem, HasAPresetOfTheModelOrNone) {
  if (!system.preset.empty()) {
    EXPECT_EQ(preset(system.preset).model, system.model);
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EverySystem, testing::ValuesIn(published_models()),
                         [](const auto& tested) { return test_name(tested.param); });

TEST(PublishedSystems, AreModelsInTheOrderOfTheirCatalogue) {
  std::vector<std::string> expected;
  const std::vector<std::string> published = published_models();
  for (const std::string& model : model_names())
    if (std::find(published.begin(), published.end(), model) != published.end()) expected.push_back(model);
  EXPECT_EQ(published, expected);
}

TEST(PublishedSystems, AreListedWhereAModelHasNone) {
  try {
    published_system("text-only");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()),
              "no published code has weights of model text-only; they can be those of " + listing(published_models()));
  }
}

}  // namespace
}  // namespace mmim

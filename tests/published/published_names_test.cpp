#include "published/published_names.h"

#include <gtest/gtest.h>

#include <set>

#include "nn/weights/module_arrays.h"
#include "support/small_set.h"

namespace mmim {
namespace {

TEST(PublishedNames, AreOtherNamesForEveryTwoTensorsOfAModel) {
  for (const std::string& model : model_names()) {
    if (!has_published_names(model)) continue;
    const auto built = model_entry(model).options()->build(SmallSet::inputs());
    std::set<std::string> seen;
    for (const auto& [ours, unused] : arrays_of(*built).arrays)
      for (const std::string& theirs : published_names(model, ours))
        EXPECT_TRUE(seen.insert(theirs).second) << model << ": two tensors are called " << theirs;
  }
}

TEST(PublishedNames, OfTheTextEncoderAreThoseOfTheCodeAndOfMmsa) {
  using Names = std::vector<std::string>;
  const std::string ours = "text.encoder.layer.0.attention.self.query.weight", theirs = ours.substr(5);
  EXPECT_EQ(published_names("mmim", ours), (Names{"text_enc.bertmodel." + theirs, "bertmodel.model." + theirs}));
  EXPECT_EQ(published_names("misa", ours), (Names{"bertmodel." + theirs, "bertmodel.model." + theirs}));
  EXPECT_EQ(published_names("mag-bert", ours), (Names{"bert." + theirs, "model.bert." + theirs}));
  EXPECT_EQ(published_names("mult", ours), Names{"text_model.model." + theirs});
  EXPECT_EQ(published_names("self-mm", ours), Names{"text_model.model." + theirs});
}

TEST(PublishedNames, OfAPredictorCountWithAndWithoutNumbers) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(published_names("mmim", "predictor.text.0.weight"), (Names{"cpc_zt.net.0.weight", "cpc_zt.net.weight"}));
  EXPECT_EQ(published_names("mmim", "predictor.text.1.bias"), Names{"cpc_zt.net.2.bias"});
  EXPECT_FALSE(has_published_names("text-only"));
}

}  // namespace
}  // namespace mmim

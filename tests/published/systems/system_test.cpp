#include "published/systems/system.h"

#include <gtest/gtest.h>

#include "published/catalog.h"

namespace mmim {
namespace {

using Names = std::vector<std::string>;

TEST(PublishedSystem, ExchangesTheFirstBeginningThatFitsAndOnePartBehindIt) {
  const PublishedSystem system{
      .model = "x", .beginnings = {{"a.b.", "c."}, {"a.", "d."}}, .parts = {{".0.", ".1."}, {".1.", ".2."}}};
  EXPECT_EQ(system.names("a.b.weight"), Names{"c.weight"});
  EXPECT_EQ(system.names("a.e.0.weight"), Names{"d.e.1.weight"});
  EXPECT_EQ(system.names("b.a.weight"), Names{"b.a.weight"});
}

TEST(PublishedSystem, HasASecondNameWhereAnotherBeginningIsKnown) {
  const PublishedSystem system{.model = "x", .beginnings = {{"a.", "b."}}, .also = {{"b.", "port.b."}}};
  EXPECT_EQ(system.names("a.weight"), (Names{"b.weight", "port.b.weight"}));
  EXPECT_EQ(system.name("a.weight"), "b.weight");
  EXPECT_EQ(system.names("c.weight"), Names{"c.weight"});
}

TEST(PublishedSystem, GivesATraceOfAStreamToBothStreams) {
  const auto traces = of_streams({{"@.out", TensorExtent{"@.weight", 1}}, {"rank", TensorCount{"factor.#"}}});
  ASSERT_EQ(traces.size(), 3U);
  EXPECT_EQ(traces[0].option, "visual.out");
  EXPECT_EQ(std::get<TensorExtent>(traces[1].told).tensor, "acoustic.weight");
  EXPECT_EQ(std::get<TensorCount>(traces[2].told).tensor, "factor.#");
}

TEST(PublishedNames, OfTheTextEncoderAreThoseOfTheCodeAndOfMmsa) {
  const std::string ours = "text.encoder.layer.0.attention.self.query.weight", theirs = ours.substr(5);
  const auto names = [&](const std::string& model) { return published_system(model).names(ours); };
  EXPECT_EQ(names("mmim"), (Names{"text_enc.bertmodel." + theirs, "bertmodel.model." + theirs}));
  EXPECT_EQ(names("misa"), (Names{"bertmodel." + theirs, "bertmodel.model." + theirs}));
  EXPECT_EQ(names("mag-bert"), (Names{"bert." + theirs}));
  EXPECT_EQ(names("mult"), Names{"text_model.model." + theirs});
  EXPECT_EQ(names("self-mm"), Names{"text_model.model." + theirs});
}

TEST(PublishedNames, OfAPredictorCountWithAndWithoutNumbers) {
  const PublishedSystem& mmim = published_system("mmim");
  EXPECT_EQ(mmim.names("predictor.text.0.weight"), (Names{"cpc_zt.net.0.weight", "cpc_zt.net.weight"}));
  EXPECT_EQ(mmim.names("predictor.text.1.bias"), Names{"cpc_zt.net.2.bias"});
  EXPECT_EQ(mmim.names("predictor.text.7.bias"), Names{"cpc_zt.net.8.bias"});
}

}  // namespace
}  // namespace mmim

#include "core/options.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/names.h"
#include "core/option_hints.h"

namespace mmim {
namespace {

enum class Shape { full, diagonal };

struct Inner {
  double weight = 0.5;
  Shape shape = Shape::full;
  void list(Options& o) {
    o.add("weight", weight, {"weight of a term", at_least(0)});
    o.choice("shape", shape, {{"full", Shape::full}, {"diagonal", Shape::diagonal}}, {"shape"});
  }
};

struct Outer {
  int64_t epochs = 40;
  std::vector<std::string> pairs{"text-visual"};
  Inner inner;
  void list(Options& o) {
    o.add("epochs", epochs, {"passes over the data", above(0)});
    o.add("pairs", pairs, {"pairs"}, {"text-visual", "text-acoustic"});
    o.section("inner", inner);
  }
};

std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(Options, ReadNestedTablesAndWriteThemBack) {
  Outer outer;
  Options options(outer);
  options.merge(parse_toml("epochs = 3\npairs = []\n[inner]\nweight = 2\nshape = \"diagonal\"", "t"), "t");
  EXPECT_EQ(outer.epochs, 3);
  EXPECT_TRUE(outer.pairs.empty());
  EXPECT_EQ(outer.inner.weight, 2.0);
  EXPECT_EQ(outer.inner.shape, Shape::diagonal);
  EXPECT_EQ(parse_toml(to_toml(options.to_json()), "t"),
            Json::parse(R"({"epochs":3,"inner":{"shape":"diagonal","weight":2.0},"pairs":[]})"));
}

TEST(Options, AssignmentsReadTheValueAsToml) {
  Outer outer;
  Options options(outer);
  options.set_text("inner.shape=diagonal");
  options.set_text("pairs=[\"text-acoustic\"]");
  options.set_text("inner.weight=1e-3");
  EXPECT_EQ(outer.inner.shape, Shape::diagonal);
  EXPECT_EQ(outer.pairs, std::vector<std::string>{"text-acoustic"});
  EXPECT_EQ(outer.inner.weight, 1e-3);
}

TEST(Options, AssignmentsReadWhatPeopleType) {
  Outer outer;
  Options options(outer);
  options.set_text("inner.weight=.1");
  options.set_text("pairs=text-acoustic,text-visual");
  EXPECT_EQ(outer.inner.weight, 0.1);
  EXPECT_EQ(outer.pairs, (std::vector<std::string>{"text-acoustic", "text-visual"}));
  EXPECT_NE(complaint([&] { options.set_text("inner.weight=.1x"); }).find("a number is wanted"), std::string::npos);
}

TEST(Options, AnUnknownOneSuggestsTheNearest) {
  Outer outer;
  const Options options(outer);
  EXPECT_EQ(complaint([&] { options.set_text("inner.wieght=1"); }),
            "unknown option `inner.wieght` (did you mean `inner.weight`?)");
  EXPECT_EQ(complaint([&] { options.set_text("weight=1"); }), "unknown option `weight` (did you mean `inner.weight`?)");
  EXPECT_NE(complaint([&] { options.set_text("inner=1"); }).find("is a section"), std::string::npos);
}

TEST(OptionHint, KnowsWhatOtherProgramsCallAnOption) {
  const std::vector<std::string> known{"--seed",
                                       "--device",
                                       "seed",
                                       "train.epochs",
                                       "train.device",
                                       "mmim.learning_rate_text",
                                       "mmim.learning_rate_main",
                                       "data.folder",
                                       "mmim.alpha"};
  EXPECT_EQ(option_hint("--lr", known), " (did you mean `mmim.learning_rate_text` or `mmim.learning_rate_main`?)");
  EXPECT_EQ(option_hint("train.learning-rate", known), option_hint("--lr", known));
  EXPECT_EQ(option_hint("mmim.LR", known), option_hint("--lr", known));
  EXPECT_EQ(option_hint("--gpu", known), " (did you mean `--device`?)");
  EXPECT_EQ(option_hint("--num-epochs", known), " (did you mean `train.epochs`?)");
  EXPECT_EQ(option_hint("mmim.alhpa", known), " (did you mean `mmim.alpha`?)");
  EXPECT_EQ(option_hint("--nothing-like-it", known), "");
}

TEST(Names, TwoNeighboursSwappedAreOneSlip) {
  EXPECT_EQ(nearest("ab", {"xy", "ba"}), "ba");
  EXPECT_EQ(nearest("--splti", {"--split", "--spots"}), "--split");
  EXPECT_EQ(nearest("wieght", {"height", "weight"}), "weight");
  EXPECT_EQ(nearest("", {"ab"}), "ab");
  EXPECT_EQ(nearest("MMIM", {"misa", "mmim"}), "mmim");
}

TEST(Options, RefuseWrongTypesRangesAndWords) {
  Outer outer;
  const Options options(outer);
  EXPECT_EQ(complaint([&] { options.set_text("epochs=0"); }), "option `epochs`: 0 is out of range (above 0)");
  EXPECT_EQ(complaint([&] { options.set_text("epochs=many"); }),
            "option `epochs`: a whole number is wanted, not \"many\"");
  EXPECT_NE(complaint([&] { options.set_text("inner.shape=ful"); }).find("did you mean `full`"), std::string::npos);
  EXPECT_NE(complaint([&] { options.set_text("pairs=[\"text-audio\"]"); }).find("is none of"), std::string::npos);
  EXPECT_NE(complaint([&] { options.set_text("epochs"); }).find("option=value"), std::string::npos);
  EXPECT_EQ(outer.epochs, 40);
}

struct Grown {
  std::string label;
  std::string gradient = "whole";
  void list(Options& o) {
    o.add("label", label, {.meaning = "which labels", .earlier = ""});
    o.add("deep.gradient", gradient, {.meaning = "of the entropy", .earlier = "batch"});
  }
};

TEST(Options, ThatCameLaterStandInNumbersOnlyWhereTheyDifferFromWhatWasDoneBefore) {
  Grown grown;
  const Options options(grown);
  EXPECT_EQ(options.numbers(), Json::parse(R"({"deep": {"gradient": "whole"}})"));
  options.set_text("deep.gradient=batch");
  EXPECT_EQ(options.numbers(), Json::object());
  EXPECT_EQ(options.to_json(), Json::parse(R"({"label": "", "deep": {"gradient": "batch"}})"));
}

TEST(Options, ThatAnOlderListingLacksAreWhatWasDoneBefore) {
  Grown grown;
  const Options options(grown);
  options.fill_earlier(Json::parse(R"({"deep": {"gradient": "whole"}, "label": "T"})"));
  EXPECT_EQ(grown.gradient, "whole");
  options.fill_earlier(Json::parse(R"({"deep": {"other": 1}, "label": "T"})"));
  EXPECT_EQ(grown.gradient, "batch");
  grown.gradient = "whole";
  options.fill_earlier(Json::parse(R"({"deep": 1})"));
  EXPECT_EQ(grown.gradient, "batch");
}

}  // namespace
}  // namespace mmim

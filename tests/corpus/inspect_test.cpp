#include "corpus/inspect.h"

#include "corpus/fingerprint.h"
#include "corpus/helpers.h"
#include "corpus/synthetic.h"

namespace mmim {
namespace {

TEST(Inspect, ReportsSplitsLengthsLabelsAndRules) {
  const Json report = inspect(utterances_in("mmsa/unaligned_50.pkl"));
  EXPECT_EQ(report["layout"], "mmsa");
  EXPECT_EQ(report["splits"]["train"]["utterances"], 5);
  EXPECT_EQ(report["splits"]["train"]["videos"], 3);
  EXPECT_EQ(report["splits"]["train"]["lengths"]["visual"]["max"], 10);
  EXPECT_EQ(report["splits"]["train"]["labels"].dump(), R"({"-3":1,"-2":0,"-1":1,"0":1,"1":0,"2":2,"3":0})");
  EXPECT_EQ(report["streams"]["acoustic"]["padding"], "front");
  EXPECT_EQ(report["counts"]["train"]["acoustic"]["utterances_with_interior_zero_rows"], 1);
  EXPECT_EQ(report["counts"]["train"]["acoustic"]["utterances_other_than_trimmed"]["zero_rows_counted"], 2);
  EXPECT_EQ(report["counts"]["train"]["visual"]["empty_streams"], 1);
}

TEST(Inspect, OfAnImportedSetKeepsWhatWasCountedAtImport) {
  const auto folder = scratch("inspected");
  import_dataset(*open_source(utterances_in("mmsa/unaligned_50.pkl")), {}, folder);
  const Json before = inspect(utterances_in("mmsa/unaligned_50.pkl")), after = inspect(folder);
  EXPECT_EQ(after["counts"], before["counts"]);
  EXPECT_EQ(after["splits"], before["splits"]);
  EXPECT_EQ(after["streams"], before["streams"]);
  EXPECT_EQ(after["lengths"], "trimmed");
  expect_says(after["name"].get<std::string>(), "unaligned_50");
}

TEST(Inspect, TheTextSaysSyntheticWhereItIs) {
  const auto folder = scratch("inspected_synthetic");
  SyntheticOptions options;
  options.utterances = 20;
  import_dataset(*synthetic_source(options), {}, folder);
  EXPECT_NE(render_inspection(inspect(folder)).find("SYNTHETIC"), std::string::npos);
  const std::string text = render_inspection(inspect(utterances_in("misa/dev.pkl")));
  EXPECT_EQ(text.find("SYNTHETIC"), std::string::npos);
  EXPECT_NE(text.find("train         missing"), std::string::npos);
}

TEST(Inspect, RecognisesThePublishedFilesByTheirHash) {
  EXPECT_EQ(recognised("45eccfb748a87c80ecab9bfac29582e7b1466bf6605ff29d3b338a75120bf791"),
            "MOSEI aligned_50.pkl as published by MMSA");
  EXPECT_EQ(recognised(""), "");
}

}  // namespace
}  // namespace mmim

#include "predict/request.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

DataCard card() {
  DataCard card;
  card.streams.visual.width = 2;
  card.streams.acoustic.width = 1;
  return card;
}

std::string complaint_about(const std::string& line) {
  try {
    parse_request(line, card(), "line 3");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(Request, HoldsTextRowsAndId) {
  const Request request = parse_request(R"({"id":7,"text":"ok","visual":[[1,2],[3,4.5]],"label":1})", card(), "line 1");
  EXPECT_EQ(request.id, 7);
  EXPECT_EQ(request.utterance.text, "ok");
  EXPECT_EQ(request.utterance.streams.visual.values, (std::vector<float>{1, 2, 3, 4.5}));
  EXPECT_EQ(request.utterance.streams.visual.rows, 2);
  EXPECT_TRUE(request.absent.acoustic);
  EXPECT_FALSE(request.absent.visual);
  EXPECT_TRUE(request.utterance.streams.acoustic.values.empty());
}

TEST(Request, ComplaintsNameLineStreamAndRow) {
  EXPECT_EQ(complaint_about(R"({"text":"a","visual":[[1,2],[1,2,3]]})"),
            "line 3: `visual` row 2: the model was trained on visual 2, got 3");
  EXPECT_EQ(complaint_about(R"({"text":"a","acoustic":[["x"]]})"),
            "line 3: `acoustic` row 1 holds \"x\", which is no number");
  EXPECT_EQ(complaint_about(R"({"text":"a","acoustic":[[1e99]]})"),
            "line 3: `acoustic` row 1 holds 1e+99, which float32 does not hold");
  EXPECT_EQ(complaint_about(R"({"text":"a","visual":{}})"), "line 3: `visual` is not a list of rows");
  EXPECT_EQ(complaint_about(R"({"text":5})"), "line 3: `text` is not a string");
  EXPECT_EQ(complaint_about("[1]"), "line 3: not a JSON object");
  EXPECT_EQ(complaint_about("{}"), "line 3: none of `text`, `visual` and `acoustic` is there");
  EXPECT_NE(complaint_about(R"({"text": "a)").find("line 3: not JSON from byte"), std::string::npos);
  EXPECT_NE(complaint_about("{\"text\": \"\xff\"}").find("line 3: "), std::string::npos);
}

}  // namespace
}  // namespace mmim

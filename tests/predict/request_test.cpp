#include "predict/request.h"

#include <gtest/gtest.h>

#include <limits>

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
  EXPECT_EQ(complaint_about(R"({"text":"a","video":"clip.mp4"})"),
            "line 3: `video` is text; a list of rows of features is wanted, and no file is read for them");
  EXPECT_EQ(complaint_about(R"({"visual":[],"vision":[]})"),
            "line 3: `visual` and `vision` both are the visual stream; leave one of them out");
  EXPECT_EQ(complaint_about(R"({"text":"a","visual":{}})"), "line 3: `visual` is not a list of rows");
  EXPECT_EQ(complaint_about(R"({"text":5})"), "line 3: `text` is not a string");
  EXPECT_EQ(complaint_about("[1]"), "line 3: not a JSON object");
  EXPECT_EQ(complaint_about("{}"), "line 3: none of `text`, `visual` and `acoustic` is there");
  EXPECT_NE(complaint_about(R"({"text": "a)").find("line 3: not JSON from byte"), std::string::npos);
  EXPECT_EQ(complaint_about("what a great film"),
            "line 3: is no JSON; a request is a line such as {\"text\": \"what a great film\"}");
  EXPECT_NE(complaint_about("{\"text\": \"\xff\"}").find("line 3: "), std::string::npos);
}

Request read(const std::string& line, const DataCard& given = card()) { return parse_request(line, given, "line 3"); }

std::vector<std::string> remarks(const Request& request) {
  std::vector<std::string> sentences;
  for (const Request::Remark& remark : request.remarks) sentences.push_back(remark.sentence);
  return sentences;
}

/// A model whose data were published padded at the back to five rows.
DataCard padded_card() {
  DataCard padded = card();
  padded.streams.visual.published_length = 5;
  return padded;
}

TEST(Request, TakesTheNamesOfPublishedFilesAndNamesWhatItDoesNotUse) {
  const Request request =
      read(R"({"raw_text":"ok","Vision":[[1,2]],"audio":[[3]],"text":[[0.5,1]],"labels":1,"visul":[]})");
  EXPECT_EQ(request.utterance.text, "ok");
  EXPECT_EQ(request.utterance.streams.visual.values, (std::vector<float>{1, 2}));
  EXPECT_EQ(request.utterance.streams.acoustic.values, (std::vector<float>{3}));
  EXPECT_EQ(remarks(request),
            (std::vector<std::string>{"`raw_text` is read as `text`", "`Vision` is read as `visual`",
                                      "`audio` is read as `acoustic`",
                                      "`text` holds numbers and is not used: text comes from the words",
                                      "`labels` is not used", "`visul` is not used (did you mean `visual`?)"}));
  EXPECT_EQ(read(R"({"text":["a","b"]})").utterance.text, "a b");
}

TEST(Request, HoldsWhatWasSaidBefore) {
  EXPECT_EQ(parse_request(R"({"text": "b", "context": "a"})", card(), "line 1").utterance.context, "a");
  EXPECT_EQ(parse_request(R"({"text": "b", "context": ["a", "c"]})", card(), "line 1").utterance.context, "a c");
  EXPECT_EQ(parse_request(R"({"text": "b", "context": null})", card(), "line 1").utterance.context, "");
  EXPECT_THROW(parse_request(R"({"text": "b", "context": 3})", card(), "line 1"), DataError);
}

TEST(Request, NullIsAbsent) {
  const Request request = read(R"({"text":null,"visual":null,"audio":[[1]],"id":null})");
  EXPECT_TRUE(request.absent.text && request.absent.visual);
  EXPECT_FALSE(request.absent.acoustic);
  EXPECT_EQ(complaint_about(R"({"text":null})"), "line 3: none of `text`, `visual` and `acoustic` is there");
}

TEST(Request, ReplacesWhatIsNotFiniteAsTheImportDid) {
  const std::string line = R"({"text":"NaN \" Infinity","visual":[[NaN,-Infinity],[1,2],null],"acoustic":[[1e99]]})";
  const Request request = read(line);
  EXPECT_EQ(request.utterance.text, "NaN \" Infinity");
  EXPECT_EQ(request.utterance.streams.visual.values, (std::vector<float>{0, 0, 1, 2, 0, 0}));
  EXPECT_EQ(request.utterance.streams.acoustic.values, (std::vector<float>{0}));
  EXPECT_EQ(remarks(request).at(0),
            "4 values of `visual` are not finite; they are replaced as in the training data (zero)");
  DataCard finite_max = card();
  finite_max.non_finite = "finite-max";
  EXPECT_EQ(read(line, finite_max).utterance.streams.visual.values[1], -std::numeric_limits<float>::max());
}

TEST(Request, TakesPaddingOffAsTheImportDid) {
  const Request request = read(R"({"visual":[[0,0],[1,2],[0,0],[3,4],[0,0]]})", padded_card());
  EXPECT_EQ(request.utterance.streams.visual.values, (std::vector<float>{0, 0, 1, 2, 0, 0, 3, 4}));
  EXPECT_EQ(request.utterance.streams.visual.rows, 4);
  EXPECT_EQ(remarks(request), (std::vector<std::string>{
                                  "1 rows of padding at the back of `visual` are taken off, as in the training data",
                                  "1 zero rows at the front of `visual` count as rows, since the padding of the "
                                  "training data stood at the back"}));
  DataCard as_stored = padded_card();
  as_stored.lengths = "as_stored";
  EXPECT_EQ(read(R"({"visual":[[1,2],[0,0]]})", as_stored).utterance.streams.visual.rows, 2);
  EXPECT_EQ(read(R"({"visual":[[0,0],[0,0]]})", padded_card()).utterance.streams.visual.rows, 0);
}

TEST(Request, OfARaggedSetKeepsZeroRowsAndSaysSo) {
  const Request request = read(R"({"visual":[[1,2],[0,0]]})");
  EXPECT_EQ(request.utterance.streams.visual.rows, 2);
  EXPECT_EQ(remarks(request), (std::vector<std::string>{"1 zero rows at the ends of `visual` count as rows, since the "
                                                        "training data had no padding"}));
}

TEST(Request, OfASetAlignedToPiecesKeepsARowForEachPiece) {
  DataCard aligned = padded_card();
  aligned.streams.acoustic.published_length = 5;
  aligned.alignment = Alignment::pieces;
  const Json json = Json::parse(R"({"text":"a b","visual":[[1,2],[0,0],[0,0]],"acoustic":[[0],[0],[0]]})");
  const Request request = read_request(json, aligned, "line 1", [](const std::string&) { return 2; });
  EXPECT_EQ(request.utterance.streams.visual.rows, 2);
  EXPECT_EQ(request.utterance.streams.acoustic.rows, 2);
}

}  // namespace
}  // namespace mmim

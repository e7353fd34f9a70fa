#include "predict/clip_request.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/expect_in.h"

namespace mmim {
namespace {

using Modalities = std::vector<Modality>;
const Modalities kAll{Modality::text, Modality::visual, Modality::acoustic};

/// What a model was trained on: clips with two visual and one acoustic column.
DataCard card_of_clips(Alignment alignment = Alignment::none) {
  DataCard card{.name = "mine"};
  card.alignment = alignment;
  card.streams.visual.width = 2;
  card.streams.acoustic.width = 1;
  return card;
}

ClipStreams two_rows() {
  ClipStreams streams;
  streams.visual = {{"smile", "blink"}, {0, 1}, {1, 2, 3, 4}};
  streams.acoustic = {{"F0"}, {0, 1}, {100, std::nan("")}};
  streams.words = {{"so", 0, 1}, {"good", 1, 2}, {"indeed", 2, 3}};
  return streams;
}

std::string refusal_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(ClipRequest, HoldsTextAndRowsAsAnImportTakesThem) {
  const Request request = request_of(two_rows(), "so good", card_of_clips());
  EXPECT_EQ(request.utterance.text, "so good");
  EXPECT_EQ(request.utterance.streams.visual.rows, 2);
  EXPECT_EQ(request.utterance.streams.visual.values, (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(request.utterance.streams.acoustic.values, (std::vector<float>{100, 0})) << "what is not finite is zero";
  EXPECT_FALSE(request.absent.text || request.absent.visual || request.absent.acoustic);
  EXPECT_FALSE(request.utterance.streams.visual.padded);
}

TEST(ClipRequest, OfAnAbsentStreamHasNoRowAndOfWordsAZeroRowForEach) {
  ClipStreams blind = two_rows();
  blind.visual = {};
  const Request request = request_of(blind, "", card_of_clips());
  EXPECT_TRUE(request.absent.visual && request.absent.text);
  EXPECT_EQ(request.utterance.streams.visual.rows, 0);
  const Request aligned = request_of(blind, "so good indeed", card_of_clips(Alignment::words));
  EXPECT_TRUE(aligned.absent.visual);
  EXPECT_EQ(aligned.utterance.streams.visual.rows, 3);
  EXPECT_EQ(aligned.utterance.streams.visual.values, std::vector<float>(6, 0));
}

TEST(ClipRequest, RefusesRowsOfAnotherWidthAndLeavesStreamsThatAreNotRead) {
  DataCard card = card_of_clips();
  card.streams.acoustic.width = 74;
  EXPECT_EQ(refusal_of([&] { request_of(two_rows(), "", card); }),
            "a clip has 1 acoustic columns, the model was trained on 74");
  card.streams.acoustic.width = 0;
  EXPECT_TRUE(request_of(two_rows(), "", card).utterance.streams.acoustic.values.empty());
}

TEST(ClipRequest, IsExtractedAsTheDataOfTheModelWere) {
  ExtractOptions made;
  made.acoustic.view = AcousticView::mosi;
  made.rows = RowTimes::words;
  DataCard card = card_of_clips();
  card.features = feature_set_of(made);
  const ExtractOptions options = extract_options_for("mmim", kAll, card, "here.task");
  EXPECT_EQ(feature_set_of(options).hash(), card.features.hash());
  EXPECT_EQ(options.visual.face_model, "here.task");
  EXPECT_TRUE(options.faces);
  EXPECT_FALSE(extract_options_for("mmim", {Modality::text, Modality::acoustic}, card, "").faces)
      << "nobody looks for faces that the model does not read";
}

TEST(ClipRequest, OfAModelOfOtherRowsIsRefusedWithWhatToDo) {
  expect_in(refusal_of([] { extract_options_for("misa", kAll, card_of_clips(), ""); }),
            {"model misa was trained on features of an unknown make of mine", "train a model on clips"});
  DataCard later = card_of_clips();
  later.features = feature_set_of({});
  later.features.settings["options"]["acoustic"]["view"] = "whale";
  expect_in(refusal_of([&] { extract_options_for("misa", kAll, later, ""); }),
            {"the data of the model, mine", "whale"});
  EXPECT_FALSE(extract_options_for("text-only", {Modality::text}, card_of_clips(), "").faces)
      << "a model of text reads no rows, however they were made";
}

}  // namespace
}  // namespace mmim

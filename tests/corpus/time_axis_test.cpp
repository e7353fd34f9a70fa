#include "corpus/layouts/time_axis.h"

#include <numeric>

#include "corpus/own_features.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;
using Shape = std::vector<int64_t>;

Array counted(Shape shape) {
  Floats values(static_cast<size_t>(shape[0] * shape[1]));
  std::iota(values.begin(), values.end(), 1.0f);
  return make_array(values, std::move(shape));
}

/// Counts up to the number of rows with zeros behind.
Array zero_rows(int64_t rows, int64_t width, int64_t filled) {
  Floats values(static_cast<size_t>(rows * width));
  std::iota(values.begin(), values.begin() + filled * width, 1.0f);
  return make_array(values, {rows, width});
}

std::optional<TimeAxis> axis_of(const std::vector<Array>& arrays, int64_t words = 0) {
  AxisEvidence evidence;
  for (const Array& array : arrays) evidence.add(array, words);
  return evidence.axis();
}

TEST(AxisEvidence, TheExtentThatVariesIsTime) {
  EXPECT_EQ(axis_of({counted({3, 20}), counted({5, 20})}), TimeAxis::first);
  EXPECT_EQ(axis_of({counted({20, 3}), counted({20, 5})}), TimeAxis::last);
  EXPECT_EQ(axis_of({}), TimeAxis::first);
}

TEST(AxisEvidence, AFileOfAnotherWidthMakesNoTimeOfFeatures) {
  EXPECT_EQ(axis_of({counted({5, 20}), counted({5, 20}), counted({5, 21})}), TimeAxis::first);
  EXPECT_EQ(axis_of({counted({1, 3}), counted({1, 5})}), TimeAxis::first);
  EXPECT_EQ(axis_of({counted({2, 3}), counted({4, 5})}), TimeAxis::first);
}

TEST(AxisEvidence, OfOneShapeNeedsWordsOrPaddingOrTables) {
  EXPECT_EQ(axis_of({counted({5, 20}), counted({5, 20})}), std::nullopt);
  EXPECT_EQ(axis_of({counted({5, 20})}, 5), TimeAxis::first);
  EXPECT_EQ(axis_of({counted({20, 5})}, 5), TimeAxis::last);
  EXPECT_EQ(axis_of({counted({5, 5})}, 5), std::nullopt);
  EXPECT_EQ(axis_of({zero_rows(5, 3, 2), zero_rows(5, 3, 4)}), TimeAxis::first);
  EXPECT_EQ(axis_of({transposed(zero_rows(5, 3, 2)), transposed(zero_rows(5, 3, 4))}), TimeAxis::last);
  EXPECT_EQ(axis_of({zero_rows(5, 3, 4), zero_rows(5, 3, 4)}), std::nullopt);
  EXPECT_EQ(axis_of({counted({1, 20}), counted({1, 20})}), TimeAxis::first);
  EXPECT_EQ(axis_of({counted({20, 1}), counted({20, 1})}), TimeAxis::first);
  AxisEvidence evidence;
  evidence.add(counted({5, 20}), 0);
  evidence.add_width(5);
  EXPECT_EQ(evidence.axis(), TimeAxis::last);
}

TEST(Transposed, SwapsTheAxesOfEveryType) {
  EXPECT_EQ(transposed(make_array(Floats{1, 2, 3, 4, 5, 6}, {2, 3})).to_floats(), (Floats{1, 4, 2, 5, 3, 6}));
  const Array bytes = transposed(make_array(std::vector<uint8_t>{1, 2, 3}, {1, 3}));
  EXPECT_EQ(bytes.shape, (Shape{3, 1}));
  EXPECT_EQ(bytes.to_floats(), (Floats{1, 2, 3}));
}

TEST(StatedAxis, IsOfOneStreamOrOfBoth) {
  EXPECT_EQ(stated_axis({.time_axis = {"last"}}, Modality::visual), TimeAxis::last);
  EXPECT_EQ(stated_axis({.time_axis = {"acoustic=last", "visual=first"}}, Modality::acoustic), TimeAxis::last);
  EXPECT_EQ(stated_axis({.time_axis = {"acoustic=last"}}, Modality::visual), std::nullopt);
  for (const char* words : {"text=last", "visual=second", "=last", "rows"})
    expect_says(sentence_of([&] { stated_axis({.time_axis = {words}}, Modality::visual); }),
                std::string("--time-axis `") + words + "`: first, last or STREAM=first is wanted");
}

/// Two utterances with an acoustic array each.
OwnFeatures pair_of(const Floats& one, Shape first, const Floats& other, Shape second) {
  OwnFeatures own("id,text,label,split\na_1,x,1,train\na_2,x y z,1,train\n");
  own.array("acoustic/a_1.npy", one, std::move(first)).array("acoustic/a_2.npy", other, std::move(second));
  return own;
}

TEST(Table, TakesColumnsOfArraysOfLibrosaForRows) {
  const Dataset set = pair_of({1, 2, 3, 4}, {2, 2}, {1, 2, 3, 4, 5, 6}, {2, 3}).read();
  EXPECT_EQ(set.info.streams.acoustic.width, 2);
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::acoustic, 1), (Floats{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(note_on(set, "time_axis_last"),
            "acoustic: time stands in the last axis of 2 arrays, as librosa writes it; their columns become rows");
}

TEST(Table, WhoseArraysDoNotTellTimeIsReadAsRowsOfFeaturesAndSaysSo) {
  const OwnFeatures own = pair_of({1, 2, 3, 4, 5, 6}, {2, 3}, {7, 8, 9, 10, 11, 12}, {2, 3});
  const Dataset untold = own.read();
  EXPECT_EQ(note_on(untold, "time_axis_untold"),
            "acoustic: nothing tells time from features, so each of 2 arrays (2, 3) is read as 2 rows of 3 features; "
            "`--time-axis acoustic=last` takes 3 rows of 2 features, as librosa writes them");
  EXPECT_EQ(rows_of(untold, SplitName::train, Modality::acoustic, 0), (Floats{1, 2, 3, 4, 5, 6}));
  const Dataset first = own.read({.time_axis = {"acoustic=first"}}), last = own.read({.time_axis = {"acoustic=last"}});
  for (const Note& note : first.info.notes) EXPECT_NE(note.kind, "time_axis_untold");
  EXPECT_EQ(rows_of(first, SplitName::train, Modality::acoustic, 0), (Floats{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(last.info.streams.acoustic.width, 2);
  EXPECT_EQ(rows_of(last, SplitName::train, Modality::acoustic, 0), (Floats{1, 4, 2, 5, 3, 6}));
}

}  // namespace
}  // namespace mmim

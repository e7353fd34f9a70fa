#include "corpus/helpers.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

std::string refusal(const fs::path& path, const std::string& layout = "", const fs::path& labels = {}) {
  return sentence_of([&] { assemble(*open_source(path, layout, labels), {}); });
}

TEST(Refusals, NameFileSplitUtteranceAndKey) {
  const auto says = [](const std::string& name, const std::string& part) {
    const std::string sentence = refusal(utterances_in("refused/" + name + ".pkl"));
    expect_says(sentence, part);
    expect_says(sentence, name + ".pkl: ");
  };
  says("two_label_columns",
       "split train: key `regression_labels`: is a float32 array (5, 2), one label or seven columns");
  says("label_out_of_range", "split valid, utterance 0 (d$_$1): the label 3.4 is outside -3 to 3");
  says("label_not_finite", "split valid, utterance 0 (d$_$1): the label is not a finite number");
  says("no_vision", "split test: key `vision` is missing");
  says("flat_audio",
       "split train: key `audio`: is a float32 array (5, 3), and key `audio_lengths` states up to 12 rows");
  says("other_width", "split test: the visual stream has 9 features, the split before it 4");
  says("fewer_texts", "split train: has 5 labels but 1 texts");
}

TEST(Refusals, AStatedLengthBeyondTheRowsIsRefusedByAsStoredAlone) {
  const auto source = open_source(utterances_in("refused/long_length.pkl"));
  expect_says(sentence_of([&] { assemble(*source, {.lengths = LengthRule::as_stored}); }),
              "split test, utterance 1 (e$_$2): stream acoustic: states a length of 13 but has 12 rows");
  EXPECT_EQ(assemble(*source, {}).info.notes.at(1).kind, "lengths_not_usable");  // the first is of the visual stream
}

TEST(Refusals, AnUnknownFileSaysWhatItIs) {
  const auto path = scratch("none.pkl", "\x80\x02}.");
  expect_says(refusal(path), "is a dictionary without entries, which is of no known layout: no key names a split");
  expect_says(refusal(utterances_in("misa"), "mmim"),
              "is not of this layout (mmim: no list of tuples with an inner tuple of 6 in train, dev or test)");
  expect_says(refusal(utterances_in("misa"), "mmmsa"), "layout `mmmsa` is none of dataset, mmsa");
  expect_says(refusal(utterances_in("misa"), "mmmsa"), "did you mean `mmsa`?");
  expect_says(refusal("/nowhere/at/all.pkl"), "/nowhere/at/all.pkl: no such file or folder");
  expect_says(refusal(utterances_in("seq20/y_test.h5")), "is one file of several, name the folder");
  expect_says(refusal(utterances_in("mult")), "holds several pickles");
}

TEST(Refusals, MulTWithoutALabelTable) {
  const auto folder = scratch("mult_alone");
  fs::remove_all(folder);
  make_folder(folder);
  fs::copy(utterances_in("mult/mosi_data.pkl"), folder / "mosi_data.pkl");
  expect_says(refusal(folder), "holds no words, and no label CSV (columns video_id, clip_id, text) lies beside it");
  const auto table = utterances_in("mult/MOSI-label.csv");
  EXPECT_EQ(open_source(folder, "", table)->size(SplitName::train), 5);
  expect_says(refusal(folder, "", scratch("short.csv", "video_id,clip_id,text\nvid_a,1,hello\n")),
              "has 1 row for the 8 utterances");
  expect_says(refusal(folder, "", scratch("columns.csv", "film,clip_id,text\nvid_a,1,hello\n")), "video_id");
}

TEST(Refusals, MulTWithATableInAnotherOrder) {
  std::string table = "video_id,clip_id,text\n";
  for (const char* video : {"vid_a", "vid_b", "vid_a", "vid_b", "-c", "d", "e", "e"})
    table += std::string(video) + ",99,words\n";
  expect_says(refusal(utterances_in("mult/mosei_senti_data_noalign.pkl"), "", scratch("order.csv", table)),
              "row 2 is of video vid_b, the utterance at its place in");
}

TEST(Seq20, TakesSplitsUnderEveryNameInItsTable) {
  const auto folder = scratch("seq20_dev");
  fs::remove_all(folder);
  fs::copy(utterances_in("seq20"), folder);
  std::string table = read_file(folder / "invented_utterances.tsv");
  table.replace(table.find("valid\t0"), 5, "dev");
  write_file_atomically(folder / "invented_utterances.tsv", table);
  EXPECT_EQ(assemble(*open_source(folder), {}).info.fingerprint,
            assemble(*open_source(utterances_in("seq20")), {}).info.fingerprint);
}

TEST(Refusals, ATableOfUtterancesInAnotherOrder) {
  const auto folder = scratch("seq20_shuffled");
  fs::remove_all(folder);
  fs::copy(utterances_in("seq20"), folder);
  std::string table = read_file(folder / "invented_utterances.tsv");
  table.replace(table.find("\t1.8\t"), 5, "\t1.2\t");
  write_file_atomically(folder / "invented_utterances.tsv", table);
  expect_says(refusal(folder), "y_train.h5: dataset `data`: the label of row 0 is not that of the table");
  table.replace(table.find("train\t1\t"), 8, "train\t2\t");
  write_file_atomically(folder / "invented_utterances.tsv", table);
  expect_says(refusal(folder), "line 3: row 2 stands where row 1 of train was expected");
  table.replace(table.find("train\t0\t"), 8, "trian\t0\t");
  write_file_atomically(folder / "invented_utterances.tsv", table);
  expect_says(refusal(folder), "line 2: split `trian` is none of train, valid and test");
}

TEST(Refusals, FoldsWithAVideoInTwo) {
  const auto folds = scratch("twice.json", R"({"train": ["one"], "test": ["one"]})");
  expect_says(refusal(utterances_in("csd"), "", folds), "twice.json: video one stands in two folds, train and test");
  expect_says(refusal(utterances_in("csd"), "", scratch("empty.json", "{}")),
              "lists no videos under train, valid or test");
}

}  // namespace
}  // namespace mmim

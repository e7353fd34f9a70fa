#include "nn/weights/state_dictionary.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/scratch.h"

namespace mmim {
namespace {

/// An array of one float as protocol 0 writes it.
const std::string kArray =
    "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I1\ntcnumpy\ndtype\n(S'f4'\nI00\n"
    "I01\ntRI00\nS'abcd'\ntb";
const std::string kObject = "cargparse\nNamespace\n)R";

std::string entry(const std::string& key, const std::string& value) { return "S'" + key + "'\n" + value + "s"; }
std::string dictionary(const std::string& entries) { return "(d" + entries; }
std::string tensors(int count) {
  std::string entries;
  for (int i = 0; i < count; ++i) entries += entry("w" + std::to_string(i), kArray);
  return dictionary(entries);
}

StateDictionary read(const std::string& pickle) { return read_state_dictionary(scratch("state.pkl", pickle + ".")); }

std::string refusal(const std::string& pickle) {
  try {
    read(pickle);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(StateDictionary, IsFoundUnderWhateverKeyAndTheRestIsNamed) {
  EXPECT_EQ(read(tensors(2)).tensors.size(), 2u);
  for (const char* key : {"state_dict", "model_state_dict", "model", "net", "anything"}) {
    const StateDictionary state = read(dictionary(entry("epoch", "I7\n") + entry(key, tensors(3)) +
                                                  entry("args", kObject) + entry("rng_state", kArray)));
    EXPECT_EQ(state.tensors.size(), 3u) << key;
    EXPECT_EQ(state.beside, (std::vector<std::string>{"epoch", "args", "rng_state"})) << key;
  }
  EXPECT_EQ(read(dictionary(entry("state", dictionary(entry("model", tensors(3)))))).tensors.size(), 3u);
  const StateDictionary mixed = read(dictionary(entry("w", kArray) + entry("lr", "F0.1\n")));
  EXPECT_EQ(mixed.beside, std::vector<std::string>{"lr"});
}

TEST(StateDictionary, OfWhichThereAreSeveralIsNotGuessed) {
  const std::string two = dictionary(entry("model", tensors(3)) + entry("ema", tensors(3)));
  EXPECT_NE(refusal(two).find("`[\"model\"]` and `[\"ema\"]`; in Python, torch.save(torch.load(\"old.pt\", "
                              "map_location=\"cpu\", weights_only=False)[\"model\"], \"new.pth\") saves one"),
            std::string::npos)
      << refusal(two);
}

TEST(StateDictionary, IsNoDataSet) {
  const std::string split = dictionary(entry("vision", kArray) + entry("id", "(lp0\n"));
  const std::string said = refusal(dictionary(entry("train", split) + entry("valid", split) + entry("test", split)));
  EXPECT_NE(
      said.find("holds the splits train, valid and test of a data set; it is no file of weights, and `mmim import "),
      std::string::npos)
      << said;
  EXPECT_NE(refusal("(l(lI1\naa").find("as utterances are kept; it is no file of weights"), std::string::npos);
  EXPECT_EQ(read(dictionary(entry("train", "I1\n") + entry("test", "I0\n") + entry("w", kArray))).tensors.size(), 1u);
}

TEST(StateDictionary, ThatIsNotThereHasARemedyForTheFileAtHand) {
  EXPECT_NE(refusal("cmodel\nMMIM\n)R").find("weights_only=False).state_dict(), \"new.pth\") saves one"),
            std::string::npos);
  EXPECT_NE(refusal(dictionary(entry("epoch", "I1\n") + entry("net", "cmodel\nMMIM\n)R")))
                .find("weights_only=False)[\"net\"].state_dict(), \"new.pth\")"),
            std::string::npos);
  EXPECT_NE(refusal(dictionary(entry("epoch", "I1\n")))
                .find("holds no tensors by name, but a dictionary with the keys `epoch`"),
            std::string::npos);
  EXPECT_NE(refusal("(lI1\na").find("holds a list of 1; a state dictionary is wanted"), std::string::npos);
}

}  // namespace
}  // namespace mmim

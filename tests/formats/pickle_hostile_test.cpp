#include <gtest/gtest.h>

#include "core/error.h"
#include "formats/pickle.h"
#include "support/mutate.h"
#include "support/places.h"

namespace mmim {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (int value : values) text += static_cast<char>(value);
  return text;
}

std::string repeated(const std::string& text, size_t count) {
  std::string result;
  for (size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::string refusal(const std::string& pickle) {
  try {
    read_pickle(std::as_bytes(std::span(pickle)), "p");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

void expect_refusal(const std::string& pickle, const std::string& why) {
  const std::string sentence = refusal(pickle);
  EXPECT_NE(sentence.find(why), std::string::npos) << "said: " << sentence;
}

/// What a pickle says of the placeholder that it is.
std::string placeholder(const std::string& pickle) {
  const Value value = read_pickle(std::as_bytes(std::span(pickle)), "p");
  EXPECT_NE(value.opaque(), nullptr) << value.say();
  return value.say();
}

TEST(HostilePickle, RunsNothing) {
  EXPECT_EQ(placeholder("cos\nsystem\n(S'true'\ntR."),
            "an object that `os.system` makes, which is not run (nothing of a file is run; in Python, convert it to "
            "text, numbers, lists or numpy arrays, or remove it, and pickle.dump again)");
  EXPECT_NE(placeholder(bytes({0x80, 4, 0x8C, 8}) + "builtins" + bytes({0x8C, 4}) + "eval" + bytes({0x93, '.'}))
                .find("the class or function `builtins.eval`"),
            std::string::npos);
  EXPECT_NE(placeholder("cnumpy\nndarray\n.").find("`numpy.ndarray`"), std::string::npos);
  EXPECT_NE(placeholder("cnumpy\nndarray\n)R.").find("`numpy.ndarray`"), std::string::npos);
  EXPECT_NE(placeholder("(S'x'\nios\nsystem\n.").find("`os.system`"), std::string::npos);
  EXPECT_NE(placeholder("(cos\nsystem\nS'x'\no.").find("`os.system`"), std::string::npos);
  EXPECT_NE(placeholder("cos\nsystem\n)" + bytes({0x81}) + "}b.").find("`os.system`"), std::string::npos);
  EXPECT_NE(placeholder("cos\nsystem\n)}" + bytes({0x92}) + ".").find("`os.system`"), std::string::npos);
  EXPECT_NE(placeholder(bytes({0x82, 1, '.'})).find("copyreg"), std::string::npos);
  EXPECT_NE(placeholder("cos\nsys\x01tem\n)R.").find("`os.sys?tem`"), std::string::npos);
  expect_refusal("Pkey\n.", "data outside the file");
}

TEST(HostilePickle, ObjectsInObjectsStayWithinTheBudget) {
  EXPECT_EQ(refusal("]" + repeated("cos\nsystem\n)Ra", 1000) + "."), "");
  const size_t before = peak_memory();
  const std::string name(1 << 20, 'x');
  expect_refusal(
      "]c" + name + "\n" + name + "\nq" + bytes({0}) + "0" + repeated("h" + bytes({0}) + ")Ra", 100'000) + ".",
      "far more memory");
  EXPECT_LT(peak_memory() - before, size_t{500} << 20);
}

TEST(HostilePickle, AStorageWithinAStorageIsNotRead) {
  const auto loading = [](const std::string& inside) {
    const auto size = static_cast<uint32_t>(inside.size());
    return "ctorch.storage\n_load_from_bytes\nB" + std::string(reinterpret_cast<const char*>(&size), 4) + inside +
           bytes({0x85, 'R', '.'});
  };
  const std::string head("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.M\xe9\x03.}.", 21);
  EXPECT_NE(placeholder(loading("nothing of torch")).find("torch.storage._load_from_bytes"), std::string::npos);
  const std::string inner = head + loading(head + "N.].") + "].";
  EXPECT_NE(placeholder(loading(inner)).find("torch.storage._load_from_bytes"), std::string::npos);
  expect_refusal(loading(head), "cut short");
  expect_refusal(loading(head + "N.(S'0'\nl."), "lists a storage that nothing refers to");
}

TEST(HostilePickle, DeclaresMoreThanThereIs) {
  const size_t before = peak_memory();
  expect_refusal(bytes({0x80, 4, 0x8E, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}),
                 "byte 2: the file is cut short (9223372036854775807 bytes are announced");
  expect_refusal(bytes({'B', 0xFF, 0xFF, 0xFF, 0xFF, '.'}), "4294967295 bytes are announced");
  expect_refusal(bytes({'X', 0xFF, 0xFF, 0xFF, 0x7F, '.'}), "are announced");
  const std::string dtype = "cnumpy\ndtype\n(S'%'\nI00\nI01\ntR";
  const auto array = [&](const std::string& type, const std::string& shape, const std::string& data) {
    return "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(" + shape +
           "tcnumpy\ndtype\n(S'" + type + "'\nI00\nI01\ntRI00\n" + data + "tb.";
  };
  EXPECT_EQ(refusal(array("f4", "I1\n", "S'abcd'\n")), "");
  expect_refusal(array("f4", "I1000000000000\n", "S'abcd'\n"), "do not fill");
  expect_refusal(array("f4", "I4611686018427387904\nI4611686018427387904\n", "S'abcd'\n"), "too large");
  expect_refusal(array("f4", "I-1\n", "S'abcd'\n"), "negative extent");
  expect_refusal(array("S0", "I1000000000000\n", "S''\n"), "far more elements");
  EXPECT_EQ(refusal(array("S4000000000", "I0\n", "S''\n")), "") << "a placeholder reserves nothing";
  expect_refusal(array("O", "I1\n", "S'abcd'\n"), "no list");
  expect_refusal(array("O", "I2\n", "(I1\nl"), "1 objects do not fill");
  EXPECT_NE(placeholder(array("c8", "I1\n", "S'abcdefgh'\n")).find("a numpy array of type `c8`"), std::string::npos);
  EXPECT_EQ(refusal(array("U1", "I1\n", "S'\\xff\\xff\\xff\\xff'\n")), "");
  expect_refusal(array("f4", repeated("I1\n", 65), "S'abcd'\n"), "65 axes");
  EXPECT_LT(peak_memory() - before, size_t{100} << 20);
}

TEST(HostilePickle, SharesInsteadOfMultiplying) {
  // Each level is a list of ten times the level below: 10^150 leaves when walked, 150 nodes when shared.
  std::string laughs = "]q" + bytes({0}) + "0";
  for (int level = 0; level < 150; ++level)
    laughs += "](" + repeated("h" + bytes({level}), 10) + "eq" + bytes({level + 1}) + "0";
  laughs += "h" + bytes({150}) + ".";
  const size_t before = peak_memory();
  const Value value = read_pickle(std::as_bytes(std::span(laughs)), "laughs");
  ASSERT_EQ(value.list()->items.size(), 10u);
  EXPECT_EQ(value.list()->items[0].list(), value.list()->items[9].list());
  EXPECT_LT(peak_memory() - before, size_t{50} << 20);
}

TEST(HostilePickle, CopiesOfTextAreCounted) {
  // One text of a megabyte, fetched from the memo again and again: two bytes of file for each copy.
  std::string copies = "(" + bytes({'X', 0, 0, 16, 0}) + std::string(1 << 20, 'x') + "q" + bytes({0}) +
                       repeated("h" + bytes({0}), 100000) + "l.";
  const size_t before = peak_memory();
  expect_refusal(copies, "far more memory");
  EXPECT_LT(peak_memory() - before, size_t{300} << 20);
  expect_refusal("(" + bytes({'X', 0, 0, 16, 0}) + std::string(1 << 20, 'x') + std::string(100000, '2') + "l.",
                 "far more memory");
}

TEST(HostilePickle, NestsNoDeeperThanItsLimit) {
  EXPECT_EQ(refusal(repeated("]", 200) + repeated("a", 199) + "."), "");
  expect_refusal(repeated("]", 201) + repeated("a", 200) + ".", "nest more than 200 deep");
  expect_refusal(repeated("]", 1'000'000) + repeated("a", 999'999) + ".", "nest more than 200 deep");
  expect_refusal(")" + repeated(bytes({0x85}), 1'000'000) + ".", "nest more than 200 deep");
  const std::string half = repeated(bytes({0x85}), 120);
  expect_refusal("]" + half + "q" + bytes({0}) + "0]h" + bytes({0}) + "a" + half + ".", "nest more than 200 deep");
  std::string dicts = repeated("}N", 300) + "N" + repeated("s", 300) + ".";
  expect_refusal(dicts, "nest more than 200 deep");
}

TEST(HostilePickle, HoldsNoCycle) {
  expect_refusal("]q" + bytes({0}) + "h" + bytes({0}) + "a.", "holds itself");
  expect_refusal("]q" + bytes({0}) + "]h" + bytes({0}) + "ah" + bytes({0}) + "Na.", "grows after use");
  expect_refusal("}q" + bytes({0}) + "Nh" + bytes({0}) + "s.", "holds itself");
  expect_refusal("]q" + bytes({0, 'h', 0, 0x85, 'a', '.'}), "holds itself");
}

TEST(HostilePickle, MisusesTheStack) {
  expect_refusal("", "byte 0: the file is cut short (1 bytes are announced and 0 are left)");
  expect_refusal(".", "takes an object where there is none");
  expect_refusal("NN.", "more than one object");
  expect_refusal("(N.", "ends with more than one object");
  expect_refusal("e.", "mark where there is none");
  expect_refusal("N(a.", "takes an object where there is none");
  expect_refusal("Na.", "takes an object");
  expect_refusal("NNa.", "no list");
  expect_refusal("NNNs.", "no dictionary");
  expect_refusal("}(Nu.", "a key has no value");
  expect_refusal("g7\n.", "refers to object 7");
  expect_refusal("NNb.", "gives a state to something that has none");
  expect_refusal("N)R.", "no callable");
  expect_refusal(bytes({0x80, 9, '.'}), "protocol 9");
  expect_refusal(bytes({0x8B, 0xFF, 0xFF, 0xFF, 0xFF, '.'}), "cut short");
  expect_refusal("I12", "cut short (a line does not end)");
  expect_refusal("Ix\n.", "no whole number");
  EXPECT_NE(placeholder("L99999999999999999999L\n.").find("beyond 64 bits"), std::string::npos);
  expect_refusal("L9999999999999999999xL\n.", "no whole number");
  expect_refusal("Na" + bytes({0x90}) + ".", "takes an object");
  expect_refusal("N(N" + bytes({0x90}) + ".", "adds to something that is no set");
  expect_refusal("(o.", "an object of no class");
  expect_refusal("S'\\x4'\n.", "escape");
  EXPECT_NE(placeholder("V\\ud800\n.").find("no UTF-8"), std::string::npos);
  expect_refusal("V\\Uffffffff\n.", "invalid code point");
}

TEST(HostilePickle, EveryTruncationOfEveryProtocolIsRefused) {
  for (const int protocol : {0, 2, 4, 5}) {
    const std::string whole = read_file(fixture("protocol" + std::to_string(protocol) + ".pkl"));
    for (size_t size = 0; size < whole.size(); size += whole.size() / 211 + 1)
      EXPECT_NE(refusal(whole.substr(0, size)), "") << protocol << " cut at " << size;
  }
}

class MutatedPickle : public testing::TestWithParam<const char*> {};

TEST_P(MutatedPickle, IsReadOrRefused) {
  const auto count = try_mutations(read_file(fixture(GetParam())), ".pkl", 400,
                                   [](const std::filesystem::path& path) { read_pickle(path).say(); });
  EXPECT_GT(count.refused, 60);
}

INSTANTIATE_TEST_SUITE_P(Pickle, MutatedPickle,
                         testing::Values("protocol0.pkl", "protocol1.pkl", "protocol2.pkl", "protocol4.pkl",
                                         "protocol5.pkl", "python2_protocol0.pkl", "python2_protocol2.pkl",
                                         "objects0.pkl", "objects4.pkl", "tensors.pkl"));

}  // namespace
}  // namespace mmim

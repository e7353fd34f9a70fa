#include "results/provenance.h"

#include <gtest/gtest.h>

#include <vector>

namespace mmim {
namespace {

Provenance of_mosi() {
  return {.data = "mosi",
          .fingerprint = "0123",
          .encoder = "tiny",
          .encoder_sha256 = "4567",
          .protocol = "valid",
          .version = "1",
          .program = "89ab",
          .machine = "here",
          .configuration_sha256 = "cdef"};
}

TEST(Provenance, WarnsOfARandomTextEncoderOnRealDataAlone) {
  Provenance one = of_mosi();
  EXPECT_EQ(encoder_warning(one), "");
  one.encoder = kRandomEncoder;
  one.encoder_sha256 = "";
  EXPECT_NE(encoder_warning(one).find("random weights"), std::string::npos);
  one.synthetic = true;
  EXPECT_EQ(encoder_warning(one), "");
}

TEST(Provenance, SharesATableUnlessDataSplitEncoderProtocolOrKindDiffer) {
  using Fact = std::string Provenance::*;
  for (const Fact fact : {&Provenance::data, &Provenance::fingerprint, &Provenance::split, &Provenance::encoder,
                          &Provenance::encoder_sha256, &Provenance::protocol}) {
    Provenance other = of_mosi();
    other.*fact = "other";
    EXPECT_FALSE(of_mosi().same_table(other));
    EXPECT_FALSE(other.same_table(of_mosi()));
  }
  Provenance synthetic = of_mosi();
  synthetic.synthetic = true;
  EXPECT_FALSE(of_mosi().same_table(synthetic));
  for (const Fact fact : {&Provenance::version, &Provenance::program, &Provenance::machine, &Provenance::watermark,
                          &Provenance::configuration_sha256}) {
    Provenance other = of_mosi();
    other.*fact = "other";
    EXPECT_TRUE(of_mosi().same_table(other)) << "marked, not kept apart";
  }
}

TEST(Provenance, OfAnotherLabelSharesNoTable) {
  Provenance text = of_mosi(), sims = of_mosi();
  text.label = "T";
  sims.labels = {-1, 1};
  EXPECT_FALSE(of_mosi().same_table(text));
  EXPECT_FALSE(sims.same_table(of_mosi()));
  EXPECT_EQ(table_difference(std::vector{of_mosi(), text}), "labels T from -3 to 3, from -3 to 3");
  EXPECT_EQ(sims.scale(), Scale::sims);
}

TEST(Provenance, WritesLabelsThatAreNotTheUsualOnes) {
  Json usual = Json::object(), other = Json::object();
  write_labels(of_mosi(), usual);
  EXPECT_TRUE(usual.empty()) << "reports of labels from -3 to 3 stay as they were";
  Provenance happy = of_mosi(), read;
  happy.label = "happy";
  happy.labels = {0, 3};
  write_labels(happy, other);
  EXPECT_EQ(other, (Json{{"label", "happy"}, {"label_range", {0, 3}}}));
  read_labels(other, read);
  EXPECT_EQ(read.label, "happy");
  EXPECT_EQ(read.labels, (LabelRange{0, 3}));
  read_labels(usual, read);
  EXPECT_EQ(read.label, "");
  EXPECT_EQ(read.labels, LabelRange{});
}

TEST(Provenance, ThatIsNotKnownContradictsNothing) {
  Provenance failed;
  EXPECT_TRUE(of_mosi().same_table(failed));
  EXPECT_TRUE(failed.same_table(of_mosi()));
  failed.synthetic = true;
  EXPECT_TRUE(of_mosi().same_table(failed)) << "whether unknown data are synthetic is unknown too";
  failed.data = "mosi";
  EXPECT_FALSE(of_mosi().same_table(failed));
  failed = {.protocol = "as-published"};
  EXPECT_FALSE(of_mosi().same_table(failed)) << "what is known counts";
}

TEST(Provenance, DiffersByTheHashesOfWhatDeterminesNumbers) {
  Provenance other = of_mosi();
  EXPECT_EQ(other.difference(of_mosi()), "");
  other.machine = other.version = "other";
  EXPECT_EQ(other.difference(of_mosi()), "") << "neither is a hash";
  other.configuration_sha256 = "other";
  EXPECT_EQ(other.difference(of_mosi()), "the configuration");
  other.program = other.fingerprint = other.encoder_sha256 = "other";
  EXPECT_EQ(other.difference(of_mosi()), "the configuration, the data, the text encoder and the program");
}

TEST(TableDifference, NamesEachThingWithItsValues) {
  Provenance other = of_mosi();
  EXPECT_EQ(table_difference(std::vector{of_mosi(), other}), "");
  other.fingerprint = "9999";
  EXPECT_EQ(table_difference(std::vector{of_mosi(), other}),
            "data of one name that changed in between, as by another import, with hashes 0123, 9999");
  other.data = "mosei";
  other.protocol = "as-published";
  EXPECT_EQ(table_difference(std::vector{of_mosi(), other}), "data sets mosei, mosi; protocols as-published, valid");
}

}  // namespace
}  // namespace mmim

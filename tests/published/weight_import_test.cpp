#include "published/weight_import.h"

#include "published/imported.h"
#include "published/weight_options.h"

namespace mmim {
namespace {

class EveryPublishedModel : public WeightImportTest, public testing::WithParamInterface<size_t> {};

TEST_P(EveryPublishedModel, PredictsTheSameOnceItsWeightsCameBackFromPublishedNames) {
  const Subject& subject = subjects().at(GetParam());
  for (const bool mmsa : {false, true}) {
    SCOPED_TRACE(mmsa ? "names of MMSA" : "names of the first code");
    const auto original = written(subject, mmsa);
    expect_equal(subject, *original, import_weights(request(subject)));
  }
}

TEST_P(EveryPublishedModel, TakesATextEncoderFromElsewhere) {
  const Subject& subject = subjects().at(GetParam());
  const auto original = written(subject, true, /*with_text=*/false);
  const fs::path encoder = scratch.path / "encoder";
  fs::copy(train_fixture("text"), encoder);
  NamedArrays text = arrays_of(*original->text_encoder());
  write_safetensors(encoder / "model.safetensors", text);
  WeightRequest wanted = request(subject);
  wanted.vocabulary.clear();
  EXPECT_NE(complaint(wanted).find("has no text encoder; --text.encoder names the BERT"), std::string::npos);
  wanted.assignments.push_back("text.encoder=" + encoder.string());
  expect_equal(subject, *original, import_weights(wanted));
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryPublishedModel, testing::Range(size_t{0}, subjects().size()),
                         [](const auto& tested) { return test_name(subjects().at(tested.param).model); });

TEST_F(WeightImportTest, IsTestedForEverySystemOfTheCatalogue) {
  std::vector<std::string> tested;
  for (const Subject& subject : subjects()) tested.push_back(subject.model);
  EXPECT_EQ(tested, published_models());
}

TEST_F(WeightImportTest, ReadsWhatTorchSaves) {
  WeightRequest wanted = request(mmim);
  wanted.file = train_fixture("mmim_mmsa.pth");
  WeightImport imported = import_weights(wanted);
  EXPECT_EQ(imported.report.matched, imported.report.tensors);
  const Options options = imported.trained.config.options();
  EXPECT_EQ(options.find("mmim.visual.bidirectional").get(), true);
  EXPECT_EQ(options.find("mmim.visual.hidden").get(), 5);
  EXPECT_EQ(options.find("mmim.fusion_width").get(), 12);
  EXPECT_EQ(imported.trained.record.at("protocol"), "imported");
  EXPECT_EQ(imported.trained.record.at("weights").at("file"), "mmim_mmsa.pth");
  EXPECT_EQ(predictions(*imported.trained.model, dataset).size(0), 5);
}

TEST_F(WeightImportTest, TakesOffWhateverWrappersPutBeforeAllNames) {
  const auto original = written(mmim, true);
  const NamedArrays plain = arrays;
  for (const std::string prefix : {"module.", "_orig_mod.", "model.", "net.module._orig_mod.", "ema_model."}) {
    SCOPED_TRACE(prefix);
    arrays = plain;
    for (auto& [name, array] : arrays.arrays) name = prefix + name;
    write();
    expect_equal(mmim, *original, import_weights(request(mmim)));
  }
  arrays.arrays.emplace_back("criterion.weight", make_array<float>({1}, {1}));
  write();
  EXPECT_EQ(import_weights(request(mmim)).report.left_over, std::vector<std::string>{"criterion.weight"});
}

TEST_F(WeightImportTest, TellsWhatIsNotNeededFromWhatHasNoPlace) {
  written(mmim, true);
  arrays.arrays.emplace_back("Model.bertmodel.model.embeddings.position_ids", make_array<int64_t>({0, 1}, {1, 2}));
  arrays.arrays.emplace_back("Model.gate.weight", make_array<float>({0}, {1}));
  write();
  const WeightReport report = import_weights(request(mmim)).report;
  EXPECT_EQ(report.idle, std::vector<std::string>{"Model.bertmodel.model.embeddings.position_ids"});
  EXPECT_EQ(report.left_over, std::vector<std::string>{"Model.gate.weight"});
}

TEST_F(WeightImportTest, TakesFromMmsaWhatItsPortChanged) {
  const Subject& mult = subjects().at(4);
  written(mult, true);
  WeightRequest wanted = request(mult);
  std::erase(wanted.assignments, "mult.positions=true");
  WeightImport imported = import_weights(wanted);
  EXPECT_EQ(imported.trained.config.options().find("mult.positions").get(), false);
  EXPECT_EQ(imported.report.without_trace.at("mult.heads"), 2);
  EXPECT_EQ(imported.report.notes.size(), 1U);
}

TEST_F(WeightImportTest, StretchesTfnToTheRangeInTheFile) {
  const Subject& tfn = subjects().front();
  written(tfn, true);
  arrays.arrays.emplace_back("Model.output_range", make_array<float>({2}, {1}));
  arrays.arrays.emplace_back("Model.output_shift", make_array<float>({-1}, {1}));
  write();
  WeightImport imported = import_weights(request(tfn));
  EXPECT_EQ(imported.trained.config.options().find("tfn.label_low").get(), -1);
  EXPECT_EQ(imported.trained.config.options().find("tfn.label_high").get(), 1);
  EXPECT_EQ(imported.report.idle.size(), 2U);
}

TEST_F(WeightImportTest, ReadsTheNamesThatTrainingOnSeveralDevicesGives) {
  written(mmim, false);
  for (auto& [name, unused] : arrays.arrays) name = "module." + name;
  write();
  EXPECT_EQ(import_weights(request(mmim)).report.missing.size(), 0U);
}

}  // namespace
}  // namespace mmim

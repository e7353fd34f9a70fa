#include "published/weight_import.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "published/published_files.h"
#include "published/weight_options.h"
#include "support/scratch_folder.h"
#include "support/small_set.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// Options that tensors show, none at its default; and those that must be said.
struct Subject {
  std::string model;
  std::vector<std::string> shown, said;
};

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all{
      {"tfn", {"hidden.text=6", "hidden.visual=5", "hidden.acoustic=3", "text_out=7", "post_fusion=9"}, {}},
      {"lmf", {"hidden.text=6", "hidden.visual=5", "hidden.acoustic=4", "text_out=7", "rank=3"}, {}},
      {"mfm",
       {"fusion.hidden.text=7", "fusion.hidden.visual=5", "fusion.hidden.acoustic=3", "fusion.memory=4",
        "fusion.attention.units=8", "fusion.proposal.units=9", "fusion.retain.units=6", "fusion.update.units=10",
        "z.label=6", "z.text=5", "z.visual=3", "z.acoustic=4", "f.label=2", "f.text=7", "f.visual=6", "f.acoustic=3"},
       {}},
      {"iccn",
       {"text_out=6", "conv_channels=3", "conv_kernel=5", "lstm_hidden=7", "image.channels=[2, 3]", "image.kernel=3",
        "image.out=5", "head_hidden=9"},
       {}},
      {"mult",
       {"width=6", "layers=2", "kernel.text=3", "kernel.visual=1", "kernel.acoustic=2"},
       {"heads=2", "positions=true"}},
      {"misa", {"hidden=6", "fusion.inner=10", "fusion.layers=2", "similarity=adversarial"}, {}},
      {"mag-bert", {}, {"gate.beta=0.5"}},
      {"self-mm",
       {"visual.hidden=5", "visual.out=4", "acoustic.hidden=6", "acoustic.out=3", "width.fusion=7", "width.text=6",
        "width.visual=5", "width.acoustic=4"},
       {}},
      {"mmim",
       {"visual.hidden=5", "visual.out=6", "visual.bidirectional=true", "acoustic.hidden=4", "acoustic.out=5",
        "acoustic.layers=2", "fusion_width=7", "predictor_layers=3", "pairs=text-visual,visual-acoustic",
        "fusion_order=text-acoustic-visual", "visual.take=first", "acoustic.take=first", "bound.rows=projected"},
       {}},
  };
  return all;
}

std::vector<std::string> assignments(const Subject& subject, bool with_shown) {
  std::vector<std::string> all{"model=" + subject.model};
  for (const std::string& option : subject.said) all.push_back(subject.model + "." + option);
  if (with_shown)
    for (const std::string& option : subject.shown) all.push_back(subject.model + "." + option);
  return all;
}

Tensor predictions(Model& model, const Dataset& dataset) {
  const torch::NoGradGuard no_gradient;
  const WordPieces pieces = WordPieces::load(train_fixture("text"));
  const PreparedSplit split(dataset.split(SplitName::train), dataset.info, pieces, 50);
  return model.predict(split.batch(std::vector<int64_t>{0, 1, 2, 3, 4}, torch::kCPU)).sentiment;
}

class WeightImportTest : public testing::Test {
 protected:
  WeightImportTest() : dataset(aligned_set(scratch.path / "data")) {}

  /// A model of the subject with its weights in a file under published names.
  std::shared_ptr<Model> written(const Subject& subject, bool mmsa, bool with_text = true) {
    config = RunConfig::resolve(Json::object(), "", assignments(subject, true));
    auto model = drawn_model(config, dataset);
    arrays = published_arrays(subject.model, *model, mmsa, with_text);
    write();
    return model;
  }
  void write() { write_safetensors(file, arrays); }

  WeightRequest request(const Subject& subject) const {
    WeightRequest request{.file = file, .assignments = assignments(subject, false)};
    request.assignments.push_back("data.folder=" + (scratch.path / "data").string());
    request.vocabulary = train_fixture("text");
    return request;
  }
  std::string complaint(const WeightRequest& request) const {
    try {
      import_weights(request);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  /// Takes the array away under its name, and gives it back.
  Array taken(const std::string& name) {
    const auto found =
        std::find_if(arrays.arrays.begin(), arrays.arrays.end(), [&](const auto& one) { return one.first == name; });
    if (found == arrays.arrays.end()) throw std::runtime_error("no array " + name);
    const Array array = found->second;
    arrays.arrays.erase(found);
    return array;
  }
  void expect_equal(const Subject& subject, Model& original, const WeightImport& imported) const {
    EXPECT_TRUE(torch::equal(predictions(*imported.trained.model, dataset), predictions(original, dataset)));
    EXPECT_TRUE(imported.report.missing.empty());
    EXPECT_TRUE(imported.report.left_over.empty());
    EXPECT_EQ(imported.report.matched, static_cast<int64_t>(arrays.arrays.size()));
    RunConfig config_of_file = imported.trained.config;
    const Options wanted = config.options(), got = config_of_file.options();
    for (const std::string& option : subject.shown) {
      const std::string path = subject.model + "." + option.substr(0, option.find('='));
      EXPECT_EQ(got.find(path).get(), wanted.find(path).get()) << path;
    }
  }

  ScratchFolder scratch;
  Dataset dataset;
  fs::path file = scratch.path / "published.safetensors";
  mutable RunConfig config;
  NamedArrays arrays;
  const Subject& mmim = subjects().back();
};

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

TEST_F(WeightImportTest, AsksWhichOfTwoModelsIsMeant) {
  written(mmim, true);
  const NamedArrays plain = arrays;
  arrays.arrays.clear();
  for (const std::string prefix : {"student.", "teacher."})
    for (const auto& [name, array] : plain.arrays) arrays.arrays.emplace_back(prefix + name, array);
  write();
  EXPECT_NE(complaint(request(mmim)).find("student.Model. and teacher.Model.; save the one"), std::string::npos)
      << complaint(request(mmim));
}

TEST_F(WeightImportTest, SaysHowToSaveWhatAWholeModelHolds) {
  WeightRequest wanted = request(mmim);
  wanted.file = train_fixture("whole.pt");
  const std::string said = complaint(wanted);
  EXPECT_NE(said.find("holds an object that `model.MMIM` makes, which is not run"), std::string::npos) << said;
  EXPECT_NE(said.find("torch.save(torch.load(\"old.pt\", map_location=\"cpu\", weights_only=False).state_dict()"),
            std::string::npos)
      << said;
}

TEST_F(WeightImportTest, NamesACutOrForeignFile) {
  WeightRequest wanted = request(mmim);
  wanted.file = scratch.path / "cut.pth";
  write_file_atomically(wanted.file, read_file(train_fixture("mmim_mmsa.pth")).substr(0, 20000));
  EXPECT_NE(complaint(wanted).find("damaged or cut short"), std::string::npos);
  write_file_atomically(wanted.file, "neither");
  EXPECT_NE(complaint(wanted).find("is text and no data file"), std::string::npos);
  wanted.file = scratch.path / "nowhere.pth";
  EXPECT_NE(complaint(wanted).find("nowhere.pth"), std::string::npos);
}

TEST_F(WeightImportTest, NamesAMissingTensorOrLeavesItAsDrawn) {
  written(mmim, true);
  taken("Model.fusion_prj.linear_1.bias");
  taken("Model.cpc_za.net.2.weight");
  write();
  WeightRequest wanted = request(mmim);
  EXPECT_NE(complaint(wanted).find("tensor `fusion_prj.linear_1.bias` is missing (and 1 more); --partial"),
            std::string::npos)
      << complaint(wanted);
  wanted.partial = true;
  EXPECT_EQ(import_weights(wanted).report.missing.size(), 2U);
}

TEST_F(WeightImportTest, NamesATensorOfAnotherShapeAndWhatDecidesIt) {
  written(mmim, true);
  WeightRequest wanted = request(mmim);
  wanted.assignments.push_back("mmim.fusion_width=8");
  EXPECT_NE(complaint(wanted).find("tensor `Model.fusion_prj.linear_1.weight` has shape (7, 19), `fusion.0.weight` "
                                   "here (8, 19), which option mmim.fusion_width decides (and "),
            std::string::npos)
      << complaint(wanted);
}

TEST_F(WeightImportTest, NamesTheWidthsThatItWasTrainedOn) {
  written(mmim, false);
  const Array weight = taken("visual_enc.rnn.weight_ih_l0");
  arrays.arrays.emplace_back("visual_enc.rnn.weight_ih_l0", make_array(std::vector<float>(700), {20, 35}));
  write();
  EXPECT_NE(complaint(request(mmim)).find("was trained on 35 visual features, aligned_50 has 4"), std::string::npos)
      << complaint(request(mmim));
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

TEST_F(WeightImportTest, NamesTheModelsWhoseNamesTheFileHas) {
  written(subjects().front(), true);
  EXPECT_NE(complaint(request(mmim))
                .find("have no names that published code of model mmim gives them, but those of "
                      "tfn and lmf"),
            std::string::npos)
      << complaint(request(mmim));
  arrays.arrays = {{"x", make_array<float>({0}, {1})}};
  write();
  EXPECT_NE(complaint(request(mmim)).find("gives them; the first is `x`"), std::string::npos);
}

TEST_F(WeightImportTest, RefusesNumbersThatAreNotFinite) {
  written(mmim, true);
  taken("Model.fusion_prj.linear_3.bias");
  arrays.arrays.emplace_back("Model.fusion_prj.linear_3.bias", make_array<float>({NAN}, {1}));
  write();
  EXPECT_NE(complaint(request(mmim)).find("linear_3.bias` holds numbers that are not finite"), std::string::npos);
}

TEST_F(WeightImportTest, AsksForWhatTheFileDoesNotTell) {
  written(mmim, true);
  WeightRequest wanted = request(mmim);
  wanted.vocabulary.clear();
  EXPECT_NE(complaint(wanted).find("has a text encoder, but no vocabulary; --vocab"), std::string::npos);
  wanted.vocabulary = train_fixture("text/vocab.txt");
  EXPECT_NE(complaint(wanted).find("how many attention heads a text encoder of width 8 has"), std::string::npos);
  wanted = request(mmim);
  wanted.assignments.push_back("text.limit=51");
  EXPECT_NE(complaint(wanted).find("51 pieces do not fit the encoder's 50 positions"), std::string::npos);
  wanted = request(mmim);
  wanted.assignments = {"model=mmim"};
  EXPECT_NE(complaint(wanted).find("which data? --data"), std::string::npos);
  wanted.assignments = {"model=text-only"};
  EXPECT_NE(complaint(wanted).find("no published code has weights of model text-only"), std::string::npos);
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

#include "published/weight_import.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "corpus/synthetic.h"
#include "nn/weights/module_arrays.h"
#include "parity/mmim_case.h"
#include "published/catalog.h"
#include "support/scratch_folder.h"

namespace mmim::golden {
namespace {

namespace fs = std::filesystem;

/// A recorded case as a user has it: a file of tensors, a data set of its widths, a text encoder or its vocabulary.
class Published {
 public:
  Published(const Case& recorded, const std::string& model) : recorded_(recorded), model_(model) {
    const Json& settings = recorded.settings();
    const Json& widths = settings.at("model").at("input_dims");
    SyntheticOptions synthetic{
        .utterances = 40, .visual_width = widths.at("video"), .acoustic_width = widths.at("audio")};
    import_dataset(*synthetic_source(synthetic), {}, data());
    align();
    if (settings.at("bert").is_null()) {
      describe({.vocabulary = 5, .width = widths.at("text"), .layers = 1, .heads = 1, .inner = 4});
      Bert bert(BertOptions::from_json(read_json(text() / "config.json"), "config.json"));
      write_safetensors(text() / "model.safetensors", arrays_of(bert));
    } else {
      describe(BertOptions::from_json(settings.at("bert"), recorded.name()));
    }
  }

  WeightImport import_it() const {
    WeightRequest request{.file = recorded_.folder / "params.safetensors",
                          .assignments = {"model=" + model_, "data.folder=" + data().string(), "text.limit=20"}};
    if (model_ == "mult")
      request.assignments.push_back("mult.heads=" + recorded_.settings().at("model").at("heads").dump());
    if (recorded_.settings().at("bert").is_null())
      request.assignments.push_back("text.encoder=" + text().string());
    else
      request.vocabulary = text();
    return import_weights(request);
  }

 private:
  fs::path data() const { return scratch_.path / "data"; }
  fs::path text() const { return scratch_.path / "text"; }
  void describe(const BertOptions& options) const {
    make_folder(text());
    write_json(text() / "config.json", options.to_json());
    write_file_atomically(text() / "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
  }
  void align() const {
    Json info = read_json(data() / "dataset.json");
    info["alignment"] = "words";
    write_json(data() / "dataset.json", info);
  }

  const Case& recorded_;
  std::string model_;
  ScratchFolder scratch_;
};

void expect_complete(const Case& recorded, const std::string& model) {
  const WeightImport imported = Published(recorded, model).import_it();
  const WeightReport& report = imported.report;
  EXPECT_TRUE(report.missing.empty()) << report.missing.front();
  EXPECT_TRUE(report.left_over.empty()) << report.left_over.front();
  EXPECT_EQ(report.matched + static_cast<int64_t>(report.idle.size()), report.tensors);
  auto stored = recorded.tensors("params.safetensors", at::kFloat);
  int64_t same = 0;
  for (const auto& parameter : imported.trained.model->named_parameters())
    for (const std::string& name : published_system(model).names(parameter.key()))
      if (const auto found = stored.find(name); found != stored.end()) {
        EXPECT_TRUE(torch::equal(parameter.value(), found->second.reshape(parameter.value().sizes()))) << name;
        ++same;
      }
  EXPECT_GT(same, 0);
  EXPECT_LE(same, report.matched);
}

TEST(WeightImportParity, EveryTensorOfThePublishedCodeHasAPlaceAndEveryPlaceATensor) {
  for (const std::string& model : published_models()) {
    if (model == "mmim") continue;  // below, with predictions
    std::string kind = model;
    std::replace(kind.begin(), kind.end(), '-', '_');
    const std::vector<Case> cases = of_kind(kind);
    EXPECT_FALSE(cases.empty()) << kind;
    for (const Case& recorded : cases) {
      SCOPED_TRACE(recorded.name());
      expect_complete(recorded, model);
    }
  }
}

TEST(WeightImportParity, AnImportedMmimPredictsWhatThePublishedOneDid) {
  for (const Case& recorded : of_kind("mmim_training")) {
    SCOPED_TRACE(recorded.name());
    expect_complete(recorded, "mmim");
    const WeightImport imported = Published(recorded, "mmim").import_it();
    const MmimCase run(recorded, at::kFloat);
    const torch::NoGradGuard no_gradient;
    for (const auto& [name, want] : recorded.tensors("forward_f32.safetensors", at::kFloat))
      if (name.ends_with(".preds"))
        expect_close(name, imported.trained.model->predict(run.batch(name.substr(0, name.find('.')))).sentiment,
                     want.reshape(-1), Tolerance::of(run.tolerances(), "forward"));
  }
}

}  // namespace
}  // namespace mmim::golden

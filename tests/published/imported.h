#pragma once
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "published/published_files.h"
#include "published/weight_import.h"
#include "support/scratch_folder.h"
#include "support/small_set.h"

namespace mmim {

namespace fs = std::filesystem;

/// Options that tensors show, none at its default; and those that must be said.
struct Subject {
  std::string model;
  std::vector<std::string> shown, said;
};

/// One for each system of the catalogue, in the catalogue's order.
const std::vector<Subject>& subjects();

inline std::vector<std::string> assignments(const Subject& subject, bool with_shown) {
  std::vector<std::string> all{"model=" + subject.model};
  for (const std::string& option : subject.said) all.push_back(subject.model + "." + option);
  if (with_shown)
    for (const std::string& option : subject.shown) all.push_back(subject.model + "." + option);
  return all;
}

inline Tensor predictions(Model& model, const Dataset& dataset) {
  const torch::NoGradGuard no_gradient;
  const WordPieces pieces = WordPieces::load(train_fixture("text"));
  const PreparedSplit split(dataset.split(SplitName::train), dataset.info, pieces, 50);
  return model.predict(split.batch(std::vector<int64_t>{0, 1, 2, 3, 4}, torch::kCPU)).sentiment;
}

/// A model, its weights in a file under published names, and the import of the file.
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

}  // namespace mmim

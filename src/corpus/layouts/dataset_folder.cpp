#include "core/error.h"
#include "corpus/layouts/layout.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

class DatasetSource : public Source {
 public:
  DatasetSource(Dataset dataset, fs::path folder) : dataset_(std::move(dataset)), folder_(std::move(folder)) {}
  /// Rows lie ragged here: whatever padding there was is gone.
  DatasetInfo info() const override {
    DatasetInfo info = dataset_.info;
    for (const Modality m : kRowStreams) info.streams[m].published_length = 0;
    info.notes.clear();  // they are of the first import
    return info;
  }
  std::vector<fs::path> files() const override {
    if (folder_.empty()) return {};
    std::vector<fs::path> files{folder_ / "dataset.json"};
    for (const SplitName split : kSplits) files.push_back(folder_ / file_of(split));
    return files;
  }
  int64_t size(SplitName split) const override { return dataset_.split(split).size(); }
  Utterance read(SplitName name, int64_t index) const override {
    const Split& split = dataset_.split(name);
    Utterance utterance{
        .id = std::string(split.id(index)), .text = std::string(split.text(index)), .label = split.label(index)};
    for (size_t k = 0; k < dataset_.info.columns.size(); ++k) utterance.columns.push_back(split.label(k, index));
    for (const Modality m : kRowStreams) {
      const auto rows = split.rows(m, index);
      utterance.streams[m] = {{rows.begin(), rows.end()}, split.length(m, index), -1};
    }
    return utterance;
  }

 private:
  Dataset dataset_;
  fs::path folder_;
};

std::string dataset_mismatch(const Opened& opened) {
  for (const fs::path& file : opened.files)
    if (file.filename() == "dataset.json") return "";
  return "no dataset.json";
}

std::unique_ptr<Source> open_dataset(const Opened& opened) {
  return source_of(Dataset::open(opened.path), opened.path);
}

}  // namespace

std::unique_ptr<Source> source_of(Dataset dataset, const fs::path& folder) {
  return std::make_unique<DatasetSource>(std::move(dataset), folder);
}

LayoutReader dataset_layout() {
  return {
      {"dataset", "dataset.json and train, valid, test .safetensors", "mmim import"}, dataset_mismatch, open_dataset};
}

}  // namespace mmim

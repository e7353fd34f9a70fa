#include <cmath>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/blocks.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"
#include "corpus/split_names.h"
#include "formats/csv.h"
#include "formats/hdf5/file.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr const char* kSequences = "x_unimodal_v_train.h5";

/// The folder of the HDF5 files: the one named, or seq20/ in it.
fs::path sequence_folder(const Opened& opened) {
  std::error_code code;
  for (const fs::path& folder : {opened.path, opened.path / "seq20"})
    if (fs::exists(name_as_it_lies(folder / kSequences), code)) return folder;
  return {};
}

/// The table of utterances: in the folder named, or in the one above.
fs::path table_path(const Opened& opened) {
  std::error_code code;
  for (const fs::path& folder : {opened.path, fs::absolute(opened.path).lexically_normal().parent_path()})
    for (const auto& entry : fs::directory_iterator(folder, code))
      if (plain_name(entry.path()).string().ends_with("_utterances.tsv")) return entry.path();
  return {};
}

std::string seq20_mismatch(const Opened& opened) {
  if (sequence_folder(opened).empty()) return std::string("no ") + kSequences;
  return table_path(opened).empty() ? "no *_utterances.tsv" : "";
}

/// Ids, texts and labels of every split; `row` counts within the split, as the sequences do. Notes on the table.
std::vector<std::string> read_table(const fs::path& path, std::array<BlockSplit, 3>& splits) {
  const Table table = read_tsv(path);
  const std::string where = path.string();
  const size_t split_at = table.column({"split", "mode", "fold"}, where),
               row_at = table.column({"row", "index"}, where), id_at = table.column({"id", "segment"}, where),
               label_at = table.column({"label", "labels", "sentiment"}, where),
               text_at = table.column({"text", "raw_text", "transcript", "sentence"}, where);
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    const std::string line = where + ": line " + std::to_string(table.lines[i]);
    const auto found = split_named(row[split_at]);
    if (!found) throw DataError(line + ": split `" + row[split_at] + "` is none of train, valid and test");
    BlockSplit& split = splits[static_cast<size_t>(*found)];
    if (row[row_at] != std::to_string(split.ids.size()))
      throw DataError(sentence("{}: row {} stands where row {} of {} was expected", line, row[row_at], split.ids.size(),
                               word(*found)));
    char* end = nullptr;
    const float label = std::strtof(row[label_at].c_str(), &end);
    if (row[label_at].empty() || *end) throw DataError(line + ": the label `" + row[label_at] + "` is no number");
    split.ids.push_back(row[id_at]);
    split.texts.push_back(one_spaced(row[text_at]));
    split.labels.push_back(label);
  }
  return table.notes;
}

/// The label file states more digits than the table; both must be of the same utterances.
void take_labels(const fs::path& path, BlockSplit& split) {
  const std::string where = path.string() + ": dataset `data`";
  const auto exact = labels_of(Hdf5File(path).read("data"), static_cast<int64_t>(split.labels.size()), where);
  for (size_t i = 0; i < exact.size(); ++i) {
    if (!(std::abs(exact[i] - split.labels[i]) < 1e-3f))
      throw DataError(sentence("{}: the label of row {} is not that of the table of utterances", where, i));
    split.labels[i] = exact[i];
  }
}

std::unique_ptr<Source> open_seq20(const Opened& opened) {
  const std::string problem = seq20_mismatch(opened);
  if (!problem.empty()) throw DataError(opened.path.string() + ": " + problem);
  const fs::path folder = sequence_folder(opened), table = table_path(opened);
  std::array<BlockSplit, 3> splits;
  std::vector<fs::path> files{table};
  const std::vector<std::string> notes = read_table(table, splits);
  for (const SplitName name : kSplits) {
    BlockSplit& split = splits[static_cast<size_t>(name)];
    const auto file = [&](const std::string& stem) {
      return name_as_it_lies(folder / (stem + "_" + word(name) + ".h5"));
    };
    if (split.ids.empty() && !fs::exists(file("x_unimodal_v"))) continue;
    for (const Modality m : kRowStreams) {
      files.push_back(file(m == Modality::visual ? "x_unimodal_v" : "x_unimodal_a"));
      split.blocks[m].emplace(Hdf5File(files.back()).read("data"), 3, files.back().string() + ": dataset `data`");
    }
    if (!fs::exists(file("y"))) continue;
    files.push_back(file("y"));
    take_labels(files.back(), split);
  }
  DatasetInfo info{.layout = "seq20", .source = opened.path.string(), .alignment = Alignment::words};
  for (const std::string& sentence : notes) info.note("table_of_utterances", 1, sentence);
  return block_source(std::move(info), std::move(files), std::move(splits));
}

}  // namespace

LayoutReader seq20_layout() {
  return {{"seq20", "x_unimodal_{a,v}_{train,valid,test}.h5 and *_utterances.tsv",
           "word-aligned sequences of the last 20 words"},
          seq20_mismatch,
          open_seq20};
}

}  // namespace mmim

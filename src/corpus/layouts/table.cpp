#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/feature_folders.h"
#include "corpus/layouts/feature_stream.h"
#include "corpus/layouts/layout.h"
#include "corpus/layouts/split_rows.h"
#include "corpus/layouts/table_splits.h"
#include "corpus/say.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// What lies in a folder and is of another layout, or "".
std::string foreign_file(const Opened& opened) {
  for (const fs::path& file : opened.files) {
    const fs::path ending = plain_name(file).extension();
    if (ending == ".csd" || ending == ".h5" || ending == ".hdf5" || ending == ".safetensors")
      return file.filename().string();
  }
  return opened.pickle.filename().string();
}

std::string table_mismatch(const Opened& opened) {
  if (const std::string foreign = foreign_file(opened); !foreign.empty())
    return foreign + ", which is of another layout (a table of own features is read by its own name)";
  return table_files(opened).empty() ? "no table of utterances (a CSV or TSV of id, text, label and split)" : "";
}

fs::path folder_of(const Opened& opened) {
  std::error_code code;
  if (fs::is_directory(opened.path, code)) return opened.path;
  return opened.path.has_parent_path() ? opened.path.parent_path() : fs::path(".");
}

class TableSource : public Source {
 public:
  TableSource(const Opened& opened, UtteranceTable table) : table_(std::move(table)) {
    info_.layout = "table";
    info_.source = opened.path.string();
    info_.name = fs::absolute(folder_of(opened)).lexically_normal().append(".").parent_path().filename().string();
    for (const Note& note : table_.notes) info_.note(note.kind, note.count, note.sentence);
    find_streams(opened);
    const auto& columns = info_.features.columns;
    if (!columns.visual.empty() || !columns.acoustic.empty()) info_.features.name = kOwnFeatureSet;
    settle_splits(table_, opened.table, info_);
    splits_.emplace(table_);
    settle_rows();
  }
  DatasetInfo info() const override { return info_; }
  std::vector<fs::path> files() const override {
    std::vector<fs::path> files = table_.files;
    for (const Modality m : kRowStreams)
      for (const fs::path& file : streams_[m].files()) files.push_back(file);
    return files;
  }
  int64_t size(SplitName split) const override { return static_cast<int64_t>(splits_->of(split).size()); }
  Utterance read(SplitName split, int64_t index) const override {
    const size_t at = splits_->of(split)[static_cast<size_t>(index)];
    const UtteranceRow& row = table_.rows[at];
    Utterance utterance{.id = row.id, .text = row.text, .label = row.label};
    for (const Modality m : kRowStreams) {
      if (streams_[m].width() == 0) continue;
      StreamRows& rows = utterance.streams[m];
      rows.rows = streams_[m].rows(at);
      rows.values = streams_[m].read(at);
      rows.padded = rows.rows > 0;
      if (rows.rows > 0) rows.times = streams_[m].times(at);
      if (rows.rows > 0 || info_.alignment == Alignment::none) continue;
      rows.rows = words_of(row);  // as the CMU SDK aligns a stream that is not there
      rows.values.assign(static_cast<size_t>(rows.rows * streams_[m].width()), 0);
    }
    return utterance;
  }
  FoundColumns further() const { return splits_->further(table_); }

 private:
  void find_streams(const Opened& opened) {
    const fs::path folder = folder_of(opened);
    const PerModality<fs::path> folders = feature_folders(folder, table_.files, opened.table, info_);
    std::vector<std::string> absent;
    for (const Modality m : kRowStreams) {
      if (folders[m].empty()) absent.push_back(word(m));
      if (folders[m].empty()) continue;
      if (!table_.has_ids)
        throw DataError(table_.files[0].string() + ": no column of ids, which name the files of " +
                        folders[m].string() + "; its header has " + table_.header +
                        "; name it with `--columns id=NAME`");
      streams_[m] = FeatureStream(folders[m], m, table_.rows, opened.table, info_);
    }
    info_.note("streams_absent", static_cast<int64_t>(absent.size()),
               sentence("no {} features were found beside the table; they are looked for in folders named such as {} "
                        "in {}; `--{} DIR` names another",
                        listing(absent), listing(absent), folder, absent.empty() ? "" : absent[0]));
    if (!table_.has_ids)
      info_.note("ids_numbered", static_cast<int64_t>(table_.rows.size()),
                 sentence("the table has no column of ids: its {} are numbered, each a video of its own",
                          say_count(static_cast<int64_t>(table_.rows.size()), "row")));
    if (!table_.has_texts && absent.size() == 2)
      throw DataError(table_.files[0].string() +
                      ": no column of texts, and no features lie beside it; its header has " + table_.header);
  }

  /// Rows belong to words where each stream that is there has one for each word. Else equally many rows may be padded.
  void settle_rows() {
    int64_t filled = 0, other = 0, most_words = 0, empty = 0;
    std::string first;
    for (size_t at = 0; at < table_.rows.size(); ++at) {
      const UtteranceRow& row = table_.rows[at];
      const int64_t words = words_of(row);
      most_words = std::max(most_words, words);
      for (const Modality m : kRowStreams) {
        if (streams_[m].width() == 0) continue;
        const int64_t rows = streams_[m].rows(at);
        filled += rows > 0;
        empty += rows == 0;
        if (rows == 0 || rows == words) continue;
        if (other++ == 0)
          first =
              sentence("{} of `{}` has {} for {}", word(m), row.id, say_count(rows, "row"), say_count(words, "word"));
      }
    }
    if (filled > 0 && other == 0 && most_words > 1) return align(empty);
    if (other * 10 <= filled)
      info_.note("rows_not_aligned", other,
                 sentence("rows belong to no words: {} of {} streams have another number of rows than of words "
                          "(the first: {})",
                          other, filled, first));
    for (const Modality m : kRowStreams) info_.streams[m].published_length = streams_[m].common_rows();
  }

  void align(int64_t empty) {
    info_.alignment = Alignment::words;
    info_.note("rows_aligned", static_cast<int64_t>(table_.rows.size()),
               "each stream has a row for each word of the " + std::to_string(table_.rows.size()) +
                   " texts, so rows belong to words");
    info_.note(
        "streams_of_zeros", empty,
        say_count(empty, "empty stream") + (empty == 1 ? " becomes" : " become") + " rows of zeros, one for each word");
  }

  UtteranceTable table_;
  DatasetInfo info_;
  PerModality<FeatureStream> streams_;
  std::optional<SplitRows> splits_;
};

std::unique_ptr<Source> open_table(const Opened& opened) {
  const std::vector<fs::path> files = table_files(opened);
  auto source = std::make_unique<TableSource>(opened, read_utterances(files, opened.table));
  const FoundColumns further = source->further();
  return with_columns(std::move(source), further);
}

}  // namespace

LayoutReader table_layout() {
  return {{"table",
           "a CSV or TSV of id, text, label and split beside folders visual/ and acoustic/ of .npy, .npz, .csv, ...",
           "your own features"},
          table_mismatch,
          open_table};
}

}  // namespace mmim

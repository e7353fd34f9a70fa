#include "extract/folder/clip_source.h"

#include <set>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/split_rows.h"
#include "corpus/rules.h"
#include "corpus/say.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

StreamRows rows_of(const Track& track) {
  return {.values = {track.values.begin(), track.values.end()}, .rows = track.rows(), .padded = false};
}

/// A stream that is not there, as the CMU SDK aligns one.
StreamRows zeros(int64_t rows, size_t width) {
  return {.values = std::vector<float>(static_cast<size_t>(rows) * width), .rows = rows, .padded = false};
}

std::string name_of(const fs::path& folder) {
  return fs::absolute(folder).lexically_normal().append(".").parent_path().filename().string();
}

/// The rows of a table of clips, without what was measured of them.
class TableSource : public Source {
 public:
  explicit TableSource(const UtteranceTable& table) : table_(table), rows_(table) {
    info_.layout = "clips";
    info_.source = table.files[0].string();
  }
  DatasetInfo info() const override { return info_; }
  int64_t size(SplitName split) const override { return static_cast<int64_t>(rows_.of(split).size()); }
  Utterance read(SplitName split, int64_t index) const override {
    const UtteranceRow& row = table_.rows[rows_.of(split)[static_cast<size_t>(index)]];
    return {.id = row.id, .text = row.text, .label = row.label};
  }
  FoundColumns further() const { return rows_.further(table_); }

 private:
  const UtteranceTable& table_;
  SplitRows rows_;
  DatasetInfo info_;
};

class ClipSource : public Source {
 public:
  ClipSource(const ClipList& list, const ClipStore& store, const std::vector<FailedClip>& failed,
             const fs::path& folder)
      : store_(store), files_(list.table.files), table_(of_finished(list, failed)) {
    ExtractOptions made;
    Options(made).merge(store.wanted().options, store.folder().string());
    info_.layout = "clips";
    info_.source = folder.string();
    info_.name = name_of(folder);
    info_.features = feature_set_of(made);
    info_.alignment = made.rows == RowTimes::words ? Alignment::words : Alignment::none;
    for (const Modality m : kRowStreams)
      info_.streams[m].width = static_cast<int64_t>(info_.features.columns[m].size());
    info_.extra = list.info.extra;
    for (const std::vector<Note>& notes : {list.table.notes, list.info.notes})
      for (const Note& note : notes) info_.note(note.kind, note.count, note.sentence);
    info_.note("clips_failed", static_cast<int64_t>(failed.size()),
               sentence("{} cannot be used and {} left out, the first: `{}` ({})",
                        say_count(static_cast<int64_t>(failed.size()), "clip"), failed.size() == 1 ? "is" : "are",
                        failed.empty() ? "" : failed[0].id, failed.empty() ? "" : failed[0].reason));
    rows_.emplace(table_);
    note_facts();
  }
  DatasetInfo info() const override { return info_; }
  std::vector<fs::path> files() const override { return files_; }
  int64_t size(SplitName split) const override { return static_cast<int64_t>(rows_->of(split).size()); }
  Utterance read(SplitName split, int64_t index) const override {
    const size_t at = rows_->of(split)[static_cast<size_t>(index)];
    const UtteranceRow& row = table_.rows[at];
    const ClipStreams streams = store_.read(clips_[at]);
    Utterance utterance{.id = row.id, .text = row.text.empty() ? text_of(streams.words) : row.text, .label = row.label};
    const PerModality<const Track*> tracks{nullptr, &streams.visual, &streams.acoustic};
    for (const Modality m : kRowStreams) {
      const std::vector<std::string>& columns = info_.features.columns[m];
      if (columns.empty()) continue;
      const bool absent = tracks[m]->rows() == 0;
      if (!absent && tracks[m]->columns != columns)
        throw DataError(row.id + ": its " + word(m) + " columns are not those of the data set; remove " +
                        store_.folder().string());
      utterance.streams[m] = rows_of(*tracks[m]);
      if (absent && info_.alignment == Alignment::words)
        utterance.streams[m] = zeros(static_cast<int64_t>(streams.words.size()), columns.size());
    }
    return utterance;
  }
  FoundColumns further() const { return rows_->further(table_); }

 private:
  UtteranceTable of_finished(const ClipList& list, const std::vector<FailedClip>& failed) {
    std::set<std::string> without;
    for (const FailedClip& one : failed) without.insert(one.id);
    UtteranceTable table = list.table;
    table.rows.clear();
    for (size_t clip = 0; clip < list.table.rows.size(); ++clip) {
      if (without.contains(list.table.rows[clip].id)) continue;
      table.rows.push_back(list.table.rows[clip]);
      clips_.push_back(clip);
    }
    if (table.rows.empty())
      throw DataError(sentence("none of {} could be read; the first: {}",
                               say_count(static_cast<int64_t>(failed.size()), "clip"), failed[0].reason));
    return table;
  }

  /// What the clips are like as a whole, for dataset.json, and what is odd about some of them.
  void note_facts() {
    double seconds = 0, voiced = 0, with_face = 0;
    int64_t words = 0, sound = 0, pictures = 0, looked = 0, doubtful = 0, faceless = 0;
    for (const size_t clip : clips_) {
      const ClipFacts facts = store_.facts(clip);
      seconds += facts.seconds;
      words += facts.words;
      doubtful += facts.words_doubtful ? 1 : 0;
      sound += facts.sound ? 1 : 0;
      if (facts.sound) voiced += facts.voiced;
      pictures += facts.pictures.value_or(false) ? 1 : 0;
      if (std::isnan(facts.with_face)) continue;
      ++looked;
      with_face += facts.with_face;
      faceless += facts.with_face == 0 ? 1 : 0;
    }
    const auto all = static_cast<int64_t>(clips_.size());
    const auto mean = [](double sum, int64_t count) {
      return number_to_json(count > 0 ? sum / static_cast<double>(count) : std::nan(""));
    };
    info_.extra["clips"] = {{"count", all},
                            {"seconds", seconds},
                            {"words_with_times", words},
                            {"voiced", mean(voiced, sound)},
                            {"with_face", mean(with_face, looked)}};
    info_.note("clips_without_sound", all - sound, say_count(all - sound, "clip") + " without sound");
    if (!info_.features.columns.visual.empty())
      info_.note("clips_without_pictures", all - pictures, say_count(all - pictures, "clip") + " without pictures");
    info_.note("clips_without_face", faceless, say_count(faceless, "clip") + " in which no picture shows a face");
    info_.note("words_doubtful", doubtful,
               say_count(doubtful, "clip") + " whose words fit the sound so badly that they should be looked at");
    if (info_.features.columns.visual.empty())
      info_.note("streams_absent", 1, "there is no visual stream: faces were not looked for");
  }

  const ClipStore& store_;
  std::vector<fs::path> files_;
  std::vector<size_t> clips_;  ///< in the store, of the rows of table_
  UtteranceTable table_;
  DatasetInfo info_;
  std::optional<SplitRows> rows_;
};

}  // namespace

void check_table(const ClipList& list, const ImportOptions& options) {
  auto source = std::make_unique<TableSource>(list.table);
  const FoundColumns further = source->further();
  const auto ranges = StatedRanges::of(options.label_range, options.out_of_range == OutOfRange::clamp);
  check_rules(survey(*with_columns(std::move(source), further), ranges), options);
}

std::unique_ptr<Source> source_of(const ClipList& list, const ClipStore& store, const std::vector<FailedClip>& failed,
                                  const fs::path& folder) {
  auto source = std::make_unique<ClipSource>(list, store, failed, folder);
  const FoundColumns further = source->further();
  return with_columns(std::move(source), further);
}

}  // namespace mmim

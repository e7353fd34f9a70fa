#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/label_ranges.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/folds.h"
#include "corpus/layouts/layout.h"
#include "corpus/layouts/sequences.h"
#include "corpus/say.h"
#include "formats/plain_file.h"
#include "formats/unicode.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string csd_mismatch(const Opened& opened) {
  const bool any = std::any_of(opened.files.begin(), opened.files.end(),
                               [](const fs::path& file) { return plain_name(file).extension() == ".csd"; });
  return any ? "" : "no folder with .csd files";
}

fs::path fold_listing(const Opened& opened) {
  if (!opened.labels.empty()) return opened.labels;
  for (const fs::path& file : opened.files) {
    const std::string name = file.filename().string();
    const auto says = [&](const char* word) { return name.find(word) != name.npos; };
    const bool listing = says("fold") || says("Fold") || says("split") || says("Split");
    const fs::path extension = plain_name(file).extension();
    if (listing && (extension == ".py" || extension == ".json" || extension == ".txt")) return file;
  }
  return {};
}

/// The words of one video in order of time, pauses left out, with the features of each.
struct SpokenVideo {
  std::string name{};
  std::vector<std::string> words{};
  std::vector<Interval> intervals{};
  PerModality<std::vector<float>> features{};
};

struct Segment {
  std::string video, id;
  Interval interval;
  float label;
  std::vector<float> emotions{};  ///< as kEmotions, or none
};

/// The columns behind the sentiment of each row of labels; nothing where they are not six.
std::vector<std::vector<float>> emotions_of(const Value& labels) {
  std::vector<std::vector<float>> rows;
  for (int64_t i = 0; i < size_of(labels); ++i) {
    const Value row = item_of(labels, i);
    std::vector<float> emotions;
    for (int64_t k = 1; k < size_of(row); ++k)
      emotions.push_back(static_cast<float>(number_of(item_of(row, k)).value_or(std::nan(""))));
    const bool whole = std::all_of(emotions.begin(), emotions.end(), [](float x) { return std::isfinite(x); });
    if (emotions.size() != kEmotions.size() || !whole) return {};
    rows.push_back(std::move(emotions));
  }
  return rows;
}

class CsdSource : public Source {
 public:
  explicit CsdSource(const Opened& opened) : sequences_(sort_out(opened)), folds_(fold_listing(opened)) {
    info_.layout = "csd";
    info_.source = opened.path.string();
    for (const Modality m : kRowStreams) info_.streams[m].width = sequences_.widths[m];
    if (sequences_.features.visual || sequences_.features.acoustic) info_.alignment = Alignment::words;
    if (!sequences_.ignored.empty()) info_.extra["ignored"] = sequences_.ignored;
    for (const std::string& note : sequences_.notes) info_.note("sequence_not_used", 1, note);
    split_segments();
    add_emotions();
  }
  DatasetInfo info() const override { return info_; }
  std::vector<fs::path> files() const override {
    std::vector<fs::path> files{sequences_.labels->path(), sequences_.words->path()};
    for (const Modality m : kRowStreams)
      if (sequences_.features[m]) files.push_back(sequences_.features[m]->path());
    if (!folds_.empty()) files.push_back(folds_);
    return files;
  }
  int64_t size(SplitName split) const override {
    return static_cast<int64_t>(splits_[static_cast<size_t>(split)].size());
  }
  Utterance read(SplitName split, int64_t index) const override {
    const Segment& segment = splits_[static_cast<size_t>(split)][static_cast<size_t>(index)];
    if (video_.name != segment.video) video_ = spoken(segment.video);
    Utterance utterance{.id = segment.id, .label = segment.label};
    if (!info_.columns.empty()) utterance.columns = segment.emotions;
    std::vector<std::string> words;
    for (size_t i = 0; i < video_.words.size(); ++i) {
      if (!video_.intervals[i].meets(segment.interval)) continue;
      words.push_back(video_.words[i]);
      for (const Modality m : kRowStreams) {
        const auto width = sequences_.widths[m];
        if (width == 0) continue;
        const auto row = video_.features[m].begin() + static_cast<int64_t>(i) * width;
        utterance.streams[m].values.insert(utterance.streams[m].values.end(), row, row + width);
        ++utterance.streams[m].rows;
      }
    }
    utterance.text = text_of(words);
    return utterance;
  }

 private:
  /// Where every segment has them.
  void add_emotions() {
    int64_t with = 0, all = 0;
    for (const auto& split : splits_)
      for (const Segment& segment : split) {
        with += !segment.emotions.empty();
        ++all;
      }
    if (with == all && all > 0)
      for (const char* emotion : kEmotions) info_.columns.push_back({emotion, {}});
    else
      info_.note("labels_left_out", with,
                 sentence("labels of six emotions stand beside {} of {} segments alone and are left out", with, all));
  }

  void split_segments() {
    const Folds folds = folds_.empty() ? Folds() : read_folds(folds_);
    info_.note("evaluation_split", static_cast<int64_t>(!folds.note.empty()), folds.note);
    const Sequence& labels = *sequences_.labels;
    const std::vector<std::string> videos = labels.videos();
    int64_t outside = 0, composed_alone = 0;
    std::string left_out;
    for (const std::string& video : videos) {
      const std::string where = labels.path().string() + ": video " + video;
      const Value features = labels.features(video);
      const Array* array = features.array();
      if (!array || array->shape.size() != 2)
        throw DataError(where + ": is " + features.say() + ", labels (rows, 1) or (rows, 7) were expected");
      const std::vector<float> values = labels_of(features, array->rows(), where);
      const std::vector<Interval> intervals = labels.intervals(video, array->rows());
      const std::vector<std::vector<float>> emotions = emotions_of(features);
      auto fold = folds.videos.empty() ? SplitName::test : fold_of(video, folds.videos);
      if (!fold) composed_alone += (fold = fold_of(composed(video), folds.composed)).has_value();
      outside += !fold;
      if (!fold && left_out.empty()) left_out = video;
      if (!fold) continue;
      auto& split = splits_[static_cast<size_t>(*fold)];
      const bool deployed = values.size() == 1 && video.ends_with(']');  // an entry `video[3]` is the segment itself
      for (size_t i = 0; i < values.size(); ++i)
        split.push_back({video, deployed ? video : video + "[" + std::to_string(i) + "]", intervals[i], values[i],
                         emotions.empty() ? std::vector<float>() : emotions[i]});
    }
    if (outside > 0 && outside == static_cast<int64_t>(videos.size()))
      throw DataError(folds_.string() + ": no video of " + labels.path().filename().string() +
                      " stands in a fold: the labels have `" + videos[0] + "`, the listing `" +
                      printable(folds.videos.begin()->first) + "`; name the listing of this data set with --labels");
    if (outside > 0) info_.extra["videos_in_no_fold"] = outside;
    info_.note("videos_in_no_fold", outside,
               std::to_string(outside) + " of " + std::to_string(videos.size()) + " videos stand in no fold of " +
                   folds_.filename().string() + " (such as `" + left_out + "`) and are left out");
    info_.note("ids_composed", composed_alone,
               say_count(composed_alone, "video") + (composed_alone == 1 ? " is" : " are") +
                   " found although the listing writes accents with other code points");
    if (folds.videos.empty())
      info_.extra["note"] =
          "no listing of folds lies beside the .csd files or is named by --labels, so every utterance is in test";
  }

  SpokenVideo spoken(const std::string& video) const {
    SpokenVideo spoken{.name = video};
    const Sequence& sequence = *sequences_.words;
    if (!sequence.contains(video)) return spoken;
    const std::vector<std::string> words =
        texts_of(sequence.features(video), sequence.path().string() + ": video " + video);
    const std::vector<Interval> intervals = sequence.intervals(video, static_cast<int64_t>(words.size()));
    std::vector<size_t> order(words.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return intervals[a].begin < intervals[b].begin; });
    for (const size_t i : order) {
      if (words[i] == "sp") continue;
      spoken.words.push_back(words[i]);
      spoken.intervals.push_back(intervals[i]);
    }
    for (const Modality m : kRowStreams)
      if (sequences_.features[m])
        spoken.features[m] = mean_per_word(*sequences_.features[m], video, spoken.intervals, sequences_.widths[m]);
    return spoken;
  }

  Sequences sequences_;
  fs::path folds_;
  DatasetInfo info_;
  std::array<std::vector<Segment>, 3> splits_;
  mutable SpokenVideo video_;  // utterances of a video are read one after the other
};

std::unique_ptr<Source> open_csd(const Opened& opened) { return std::make_unique<CsdSource>(opened); }

}  // namespace

LayoutReader csd_layout() {
  return {{"csd", "a folder of .csd files: labels, words, and visual and acoustic features where there are any",
           "CMU Multimodal SDK"},
          csd_mismatch,
          open_csd};
}

}  // namespace mmim

#include "extract/timed_source.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/letters.h"
#include "core/sentence.h"
#include "corpus/layouts/feature_index.h"
#include "corpus/say.h"
#include "extract/pool.h"
#include "extract/words/read_words.h"
#include "extract/words/spoken_text.h"
#include "formats/number_table.h"
#include "formats/plain_file.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

double positive_number(const std::string& text, const std::string& option) {
  double number = 0;
  if (!parse_number(text, number) || !(number > 0) || !std::isfinite(number))
    throw UsageError(option + " `" + text + "`: a number above 0 is wanted");
  return number;
}

/// Rows a second of each stream as stated; 0: not stated.
PerModality<double> stated_rates(const RowOptions& options) {
  PerModality<double> rates;
  for (const std::string& words : options.rate) {
    const size_t equals = words.find('=');
    const std::string stream = words.substr(0, equals == words.npos ? 0 : equals);
    if (equals != words.npos && stream != "visual" && stream != "acoustic")
      throw UsageError("--rate `" + words + "`: rows a second, or STREAM=N is wanted, such as visual=30");
    const double rate = positive_number(equals == words.npos ? words : words.substr(equals + 1), "--rate");
    for (const Modality m : kRowStreams)
      if (stream.empty() || stream == word(m)) rates[m] = rate;
  }
  return rates;
}

bool is_word_file(const fs::path& file) {
  const std::string ending = in_lower_case(plain_name(file).extension().string());
  constexpr std::array kEndings{".textgrid", ".ctm", ".srt", ".vtt", ".json", ".csv", ".tsv", ".txt"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

/// The folder of the times of words: the stated one, else `words` beside the table.
fs::path folder_of_words(const RowOptions& options, const DatasetInfo& info) {
  std::error_code code;
  const fs::path source = info.source;
  const fs::path beside = fs::is_directory(source, code) ? source : source.parent_path();
  fs::path folder = options.words.empty() ? beside / "words" : options.words;
  if (!fs::is_directory(folder, code))
    throw UsageError(
        folder.string() + ": is no folder; `--rows words` needs the times of words, a file for each " +
        "utterance (TextGrid, CTM, SRT, VTT, JSON, or a table of word, start and end); `--words DIR` names " +
        "their folder");
  return folder;
}

Track track_of(const StreamRows& rows, int64_t width) {
  return {std::vector<std::string>(static_cast<size_t>(width)), rows.times, {rows.values.begin(), rows.values.end()}};
}

StreamRows rows_of(const Track& track) {
  return {.values = {track.values.begin(), track.values.end()},
          .rows = track.rows(),
          .padded = false,
          .times = track.times};
}

/// What all sources of averaged rows share: rows with times.
class AveragedSource : public Source {
 public:
  AveragedSource(std::unique_ptr<Source> source, const RowOptions& options)
      : source_(std::move(source)), rates_(stated_rates(options)), info_(source_->info()) {
    for (const Modality m : kRowStreams) info_.streams[m].published_length = 0;
    info_.features.name = kOwnFeatureSet;
  }
  DatasetInfo info() const override { return info_; }
  std::vector<fs::path> files() const override { return source_->files(); }
  int64_t size(SplitName split) const override { return source_->size(split); }

 protected:
  /// An utterance whose rows have times.
  Utterance read_timed(SplitName split, int64_t index) const {
    Utterance utterance = source_->read(split, index);
    for (const Modality m : kRowStreams) {
      StreamRows& rows = utterance.streams[m];
      if (rows.rows == 0 || !rows.times.empty()) continue;
      if (rates_[m] == 0)
        throw DataError(
            sentence("{}: {} of `{}`: the file has no times of its rows; `--rate {}=N` states how many rows a "
                     "second has",
                     info_.source, word(m), utterance.id, word(m)));
      for (int64_t row = 0; row < rows.rows; ++row) rows.times.push_back(static_cast<double>(row) / rates_[m]);
    }
    return utterance;
  }

  std::unique_ptr<Source> source_;
  PerModality<double> rates_;
  DatasetInfo info_;
};

class SteadySource : public AveragedSource {
 public:
  SteadySource(std::unique_ptr<Source> source, const RowOptions& options)
      : AveragedSource(std::move(source), options), rate_(positive_number(options.rows, "--rows")) {
    info_.extra["rows"] = {{"a_second", rate_}};
    info_.features.settings["rows_a_second"] = rate_;
  }
  Utterance read(SplitName split, int64_t index) const override {
    Utterance utterance = read_timed(split, index);
    for (const Modality m : kRowStreams) {
      StreamRows& rows = utterance.streams[m];
      if (rows.rows > 0) rows = rows_of(pooled_to_rate(track_of(rows, info_.streams[m].width), rate_));
    }
    return utterance;
  }

 private:
  double rate_;
};

/// One row for each word of the text, in both streams.
class WordSource : public AveragedSource {
 public:
  WordSource(std::unique_ptr<Source> source, const RowOptions& options)
      : AveragedSource(std::move(source), options), index_(folder_of_words(options, info_), is_word_file) {
    if (info_.alignment != Alignment::none)
      throw UsageError("--rows words: the rows of " + info_.source + " belong to " + word(info_.alignment) +
                       " already");
    for (const SplitName split : kSplits)
      for (int64_t i = 0; i < size(split); ++i) settle(split, i);
    info_.alignment = Alignment::words;
    info_.extra["rows"] = {{"by", "words"}};
    info_.features.settings["rows"] = "words";
    note();
  }
  std::vector<fs::path> files() const override {
    std::vector<fs::path> files = source_->files();
    files.insert(files.end(), read_.begin(), read_.end());
    return files;
  }
  Utterance read(SplitName split, int64_t index) const override {
    Utterance utterance = read_timed(split, index);
    const std::vector<TimedWord>& words = words_[static_cast<size_t>(split)][static_cast<size_t>(index)];
    if (utterance.text.empty()) utterance.text = text_of(words);
    for (const Modality m : kRowStreams) {
      StreamRows& rows = utterance.streams[m];
      const int64_t width = info_.streams[m].width, count = static_cast<int64_t>(words.size());
      if (rows.rows > 0 && count > 0)
        rows = rows_of(pooled_by_words(track_of(rows, width), words));
      else
        rows = {.values = std::vector<float>(static_cast<size_t>(width > 0 ? count * width : 0)),
                .rows = width > 0 ? count : 0,
                .padded = false};
    }
    return utterance;
  }

 private:
  void settle(SplitName split, int64_t index) {
    auto& words = words_[static_cast<size_t>(split)].emplace_back();
    const Utterance utterance = read_timed(split, index);
    const auto file = index_.find({utterance.id});
    if (!file) {
      if (missing_++ == 0) first_missing_ = utterance.id;
      return;
    }
    const fs::path& path = index_.files()[*file];
    read_.push_back(path);
    words = read_words(path);
    if (utterance.text.empty()) {
      texts_ += 1;
      return;
    }
    const auto spoken = spoken_text(utterance.text, words);
    if (!spoken)
      throw DataError(sentence("{}: its words are not those of the text of `{}`: `{}` is timed, and the text is `{}`",
                               path, utterance.id, text_of(words).substr(0, 60), utterance.text.substr(0, 60)));
    const auto lacking = static_cast<int64_t>(spoken->words.size()) - spoken->found;
    if (lacking > 0 && other_++ == 0)
      first_other_ = sentence("{} of {} of `{}`", lacking,
                              say_count(static_cast<int64_t>(spoken->words.size()), "word"), utterance.id);
    words = spoken->words;
  }

  void note() {
    const auto timed = static_cast<int64_t>(read_.size());
    info_.note("rows_of_words", timed,
               sentence("rows are averaged over the words of {}, whose times lie in {}", say_count(timed, "utterance"),
                        index_.folder()));
    info_.note("words_missing", missing_,
               sentence("{} of {} have no file with the times of words (the first: {}); such streams are empty",
                        missing_, say_count(missing_ + timed, "utterance"), first_missing_));
    info_.note(
        "words_untimed", other_,
        sentence("words without a time of their own take the time between their neighbours: in {} (the first: {})",
                 say_count(other_, "utterance"), first_other_));
    info_.note(
        "texts_of_words", texts_,
        sentence("{} the words with times as text", say_count(texts_, "utterance") + (texts_ == 1 ? " has" : " have")));
  }

  FeatureIndex index_;
  std::array<std::vector<std::vector<TimedWord>>, 3> words_;
  std::vector<fs::path> read_;
  int64_t missing_ = 0, other_ = 0, texts_ = 0;
  std::string first_missing_, first_other_;
};

}  // namespace

std::string RowOptions::given() const {
  if (!rows.empty()) return "--rows";
  return !rate.empty() ? "--rate" : !words.empty() ? "--words" : "";
}

std::unique_ptr<Source> with_rows(std::unique_ptr<Source> source, const RowOptions& options) {
  const std::string given = options.given();
  if (given.empty()) return source;
  if (const DatasetInfo info = source->info(); info.layout != "table")
    throw UsageError(given + ": is for the layout table, and " + info.source + " is of the layout " + info.layout);
  if (options.rows.empty()) throw UsageError(given + ": goes with `--rows words` or `--rows N`");
  if (options.rows == "words") return std::make_unique<WordSource>(std::move(source), options);
  if (!options.words.empty()) throw UsageError("--words: goes with `--rows words`");
  return std::make_unique<SteadySource>(std::move(source), options);
}

}  // namespace mmim

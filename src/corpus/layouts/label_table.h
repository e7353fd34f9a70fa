#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/layouts/layout.h"
#include "formats/csv.h"

namespace mmim {

/// The label CSV beside a pickle: columns of video and clip or one of whole ids, one of words, and further labels
/// (`label_T`), under any of the names in use. A clip `1` is also `1.0`, `0001`, `1E+00` and `utt1`.
class LabelTable {
 public:
  explicit LabelTable(const std::filesystem::path& path);
  /// The table named by --labels, else the one table beside the pickle whose name ends in "label" (of several, the
  /// one that begins as the pickle does: MOSI-label.csv, MOSEI-label.csv). DataError when there is none with words.
  static LabelTable beside(const Opened& opened);
  /// The same with or without words; nothing where there is none, or where one that was not named cannot be read.
  static std::optional<LabelTable> found_beside(const Opened& opened);

  /// Whether each id has a row of its video and clip, and how many have one. Letters may be composed or not.
  bool names(const std::vector<std::string>& ids) const;
  int64_t count_named(const std::vector<std::string>& ids) const;
  struct Matched {
    std::vector<size_t> rows;        ///< of each utterance, the row that it takes
    std::vector<std::string> notes;  ///< rows that stand twice, rows of no utterance, other code points
  };
  /// By id where the table knows every id, else row k to utterance k where the ids name no clip (or `video[3]`) and
  /// each row is of the same video. DataError with one id and one row side by side for anything else.
  Matched match(const std::vector<std::string>& ids, const std::filesystem::path& pickle) const;

  const std::vector<std::string>& label_names() const { return label_names_; }  ///< "T" of a column `label_T`
  /// A column of further labels for utterances with these ids; NaN for one without a row or without a number in it.
  std::vector<float> labels(size_t column, const std::vector<std::string>& ids) const;

  /// Some ids of the table and some of `ids`, side by side.
  std::string say_sides(const std::vector<std::string>& ids) const;

  /// A sentence that counts the ids whose rows write accents with other code points, or "". `rows` of the ids; empty:
  /// those of their video and clip.
  std::string say_composed(const std::vector<std::string>& ids, const std::vector<size_t>& rows = {}) const;

  const std::string& lacking_words() const { return lacking_words_; }  ///< why it has no words; "" where it has
  const std::string& text(size_t row) const { return rows_[row].text; }
  const std::filesystem::path& path() const { return path_; }
  const std::vector<std::string>& notes() const { return notes_; }  ///< on encoding, separator and columns

 private:
  struct Row {
    std::string video, clip, text;
    size_t line;
    std::vector<float> labels{};  ///< as label_names_
  };
  using Key = std::pair<std::string, std::string>;

  void add(Row row);
  std::optional<size_t> row_of(const std::string& id) const;
  bool is_of_video(size_t row, const std::string& id) const;
  std::optional<size_t> first_of_another_video(const std::vector<std::string>& ids) const;
  std::vector<std::string> notes_on(const std::vector<size_t>& taken) const;
  std::string say(size_t row) const;
  [[noreturn]] void refuse_ids(const std::vector<std::string>& ids, const std::filesystem::path& pickle) const;
  [[noreturn]] void refuse_order(size_t row, const std::string& id, const std::filesystem::path& pickle) const;

  std::filesystem::path path_;
  std::string lacking_words_;
  std::vector<std::string> label_names_;
  std::vector<Row> rows_;
  std::vector<std::string> notes_;
  std::map<Key, size_t> exact_, alike_;  // alike_: numbers in one form; npos where two rows differ in form alone
  std::vector<size_t> twice_;
};

}  // namespace mmim

#pragma once
#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/names.h"
#include "core/scale.h"
#include "corpus/feature_set.h"
#include "formats/safetensors.h"

namespace mmim {

enum class SplitName { train, valid, test };
inline constexpr std::array<SplitName, 3> kSplits{SplitName::train, SplitName::valid, SplitName::test};
std::string word(SplitName split);
/// As split_named (corpus/split_names.h); UsageError for words that name no split.
SplitName split_of(const std::string& word);

/// Where the fixed-length layouts put their padding.
enum class Side { front, back };

/// Which text unit a row of the visual and acoustic streams belongs to. words: one joint length, the last row belongs
/// to the last word (earlier words may have none). pieces: row k belongs to word piece k, [CLS] and [SEP] included.
enum class Alignment { none, words, pieces };
std::string word(Side side);            ///< "front" or "back"
std::string word(Alignment alignment);  ///< "none", "words" or "pieces"

/// The streams a data set stores rows of.
inline constexpr std::array<Modality, 2> kRowStreams{Modality::visual, Modality::acoustic};

/// One stream as it was published.
struct StreamInfo {
  int64_t width = 0;             ///< features per row; 0: the data set has no such stream
  int64_t published_length = 0;  ///< rows every utterance was padded or cut to; 0: was published ragged
  Side padding = Side::back;
};

/// One line on what an import decided, dropped, changed or renamed.
struct Note {
  std::string kind;      ///< names the note in dataset.json, e.g. "labels_clamped"
  int64_t count = 0;     ///< of what the sentence counts
  std::string sentence;  ///< for people; the count stands in it
};

/// A further column of labels beside a data set's own.
struct LabelColumn {
  std::string name;
  LabelRange range{};  ///< what a label can be
};

/// dataset.json: what is known of a data set besides its rows.
struct DatasetInfo {
  std::string name{};           ///< e.g. "MOSI"; printed in tables
  std::string layout{};         ///< the layout it was read from: "mmsa", "mmim", ..., "synthetic"
  std::string source{};         ///< path it was read from
  std::string source_sha256{};  ///< of the source file (of the listing of files and their hashes for a folder)
  std::string fingerprint{};    ///< SHA-256 over every array of every split: names the data in reports
  bool synthetic = false;
  Alignment alignment = Alignment::none;
  PerModality<StreamInfo> streams{};
  LabelRange labels{};
  bool range_is_known = false;         ///< whether that range was settled, and is not to be found in the labels
  std::vector<LabelColumn> columns{};  ///< further labels
  std::string label{};                 ///< the column that is learned (Dataset::learn); empty: the own labels
  std::string lengths = "trimmed";     ///< trimmed, zero_rows_counted or as_stored
  std::string non_finite = "zero";     ///< zero or finite-max
  std::string normalisation = "none";
  FeatureSet features{};         ///< how the rows were made, where that is known
  Json counts = Json::object();  ///< what the import counted, per split and stream (Survey::to_json)
  Json extra = Json::object();   ///< e.g. the known mutual information of synthetic data
  std::vector<Note> notes{};     ///< of the source (Source::info) and of the survey; printed by import and inspect

  /// Adds a note, unless `count` is 0.
  void note(const std::string& kind, int64_t count, const std::string& sentence);
  Json to_json() const;
  static DatasetInfo from_json(const Json& json, const std::string& where);  ///< DataError names the key
};

/// The utterances of one split: ragged rows, memory-mapped or in memory. Rows are float32, C order.
class Split {
 public:
  Split() = default;
  /// Checks every offset and label once. Arrays: "text.bytes|offsets", "id.bytes|offsets", "labels" (n), "labels.NAME"
  /// (n) for every further column, and for every stream of a width above 0 "<stream>.values" (N, d) and
  /// "<stream>.offsets" (n + 1) int64. DataError names `where` and the array.
  Split(NamedArrays arrays, const DatasetInfo& info, const std::string& where);

  int64_t size() const { return size_; }
  std::string_view id(int64_t utterance) const;                           ///< as published, e.g. "a1B2c3D4e5F_11"
  std::string_view video(int64_t utterance) const;                        ///< video_of() the id
  std::string_view text(int64_t utterance) const;                         ///< words joined by one space, UTF-8
  float label(int64_t utterance) const;                                   ///< of the column that is learned
  float label(size_t column, int64_t utterance) const;                    ///< of a further column
  void learn(size_t column);                                              ///< label() is of this column from now on
  int64_t length(Modality stream, int64_t utterance) const;               ///< rows; may be 0
  std::span<const float> rows(Modality stream, int64_t utterance) const;  ///< length * width values
  const NamedArrays& arrays() const { return arrays_; }

 private:
  struct Strings {
    const char* bytes = nullptr;
    const int64_t* offsets = nullptr;
    std::string_view at(int64_t i) const {
      return {bytes + offsets[i], static_cast<size_t>(offsets[i + 1] - offsets[i])};
    }
  };
  struct Rows {
    const float* values = nullptr;
    const int64_t* offsets = nullptr;
    int64_t width = 0;
  };
  NamedArrays arrays_;
  int64_t size_ = 0;
  Strings text_, id_;
  const float* labels_ = nullptr;
  std::vector<const float*> columns_;
  PerModality<Rows> streams_;
};

/// A data set: a folder of dataset.json and one safetensors file per split, or the same in memory.
struct Dataset {
  DatasetInfo info;
  std::array<Split, 3> splits{};
  const Split& split(SplitName name) const { return splits[static_cast<size_t>(name)]; }

  /// Opens a folder without reading rows. DataError when a file is missing, not of this version or damaged.
  static Dataset open(const std::filesystem::path& folder);
  /// Makes a further column of labels the one that is learned, with its range; "" and "labels": the own, as opened.
  /// UsageError naming the columns that there are.
  void learn(const std::string& label);
};

/// dataset.json of a data set with these numbers of utterances.
Json dataset_json(const DatasetInfo& info, const std::array<int64_t, 3>& sizes);
/// A split's file inside a data-set folder: "train.safetensors".
std::string file_of(SplitName split);

/// SHA-256 over names, shapes and bytes of every array, split by split.
std::string fingerprint_of(const std::array<const NamedArrays*, 3>& splits);

}  // namespace mmim

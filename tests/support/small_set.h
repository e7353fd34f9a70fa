#pragma once
#include <cmath>
#include <optional>

#include "core/keys.h"
#include "data/prepared_split.h"
#include "models/catalog.h"

namespace mmim {

/// Utterances of one to five words whose rows belong to words (some words have none, one utterance has no row at all),
/// with labels of both signs that text and rows tell of: what every model can be trained on.
class SmallSet {
 public:
  /// `telling`: that modality alone tells of the labels, from five words or rows; the others tell of made-up ones.
  explicit SmallSet(int64_t count, uint64_t key = 1, std::optional<Modality> telling = {})
      : split_(make(count, key, telling), info(), "small"), prepared(split_, info(), pieces(), kLimit) {}
  SmallSet(const SmallSet&) = delete;

  Batch batch(const std::vector<int64_t>& rows) const { return prepared.batch(rows, torch::kCPU); }
  Batch all() const { return batch(batches_of(prepared.size(), prepared.size(), {}).at(0)); }

  /// Models of its widths, a text encoder of a few numbers, and how its streams are padded.
  static ModelInputs inputs(const Compute& compute = {.route = Route::fused}) {
    ModelInputs inputs{.widths = {0, kVisual, kAcoustic}, .text = {}, .compute = compute};
    inputs.text = {
        .vocabulary = pieces().size(), .width = 8, .layers = 2, .heads = 2, .inner = 16, .positions = kLimit};
    inputs.padded = {{kLimit, Side::back}, {kMostWords, Side::front}, {kMostWords, Side::front}};
    return inputs;
  }

 private:
  static constexpr int64_t kVisual = 3, kAcoustic = 2, kMostWords = 5, kLimit = 12;

  static DatasetInfo info() {
    DatasetInfo info;
    info.name = "small";
    info.alignment = Alignment::words;
    info.streams.visual = {.width = kVisual, .published_length = kMostWords, .padding = Side::front};
    info.streams.acoustic = {.width = kAcoustic, .published_length = kMostWords, .padding = Side::front};
    return info;
  }

  static const WordPieces& pieces() {
    static const WordPieces all({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "film", "##ly"});
    return all;
  }

  static NamedArrays make(int64_t count, uint64_t key, std::optional<Modality> telling) {
    KeyedDraws draws(key);
    std::vector<float> labels, visual, acoustic;
    std::vector<int64_t> ids{0}, texts{0}, visual_ends{0}, acoustic_ends{0};
    std::vector<uint8_t> bytes;
    const auto noise = [&] { return 0.3 * draws.normal(); };
    const auto told_by = [&](Modality m, double label) { return !telling || telling == m ? label : draws.normal(); };
    for (int64_t i = 0; i < count; ++i) {
      const double s = (i % 2 == 0 ? 1 : -1) * (0.3 + std::abs(draws.normal()));
      labels.push_back(static_cast<float>(std::min(3.0, std::max(-3.0, s))));
      const PerModality<double> told{told_by(Modality::text, s), told_by(Modality::visual, s),
                                     told_by(Modality::acoustic, s)};
      const int64_t words = telling ? kMostWords : static_cast<int64_t>(1 + draws.below(kMostWords));
      for (int64_t k = 0; k < words; ++k) {
        const double heard = telling ? told.text : told.text + draws.normal();
        const std::string word = std::abs(heard) < 0.5 ? "film" : heard > 0 ? "good" : "bad";
        const std::string text = (k > 0 ? " " : "") + word + (draws.below(3) == 0 && !telling ? "ly" : "");
        bytes.insert(bytes.end(), text.begin(), text.end());
      }
      const int64_t rows = telling ? words : i == 2 ? 0 : i % 3 == 1 ? std::max<int64_t>(1, words - 1) : words;
      for (int64_t k = 0; k < rows; ++k) {
        for (const double value : {told.visual + noise(), noise(), noise() - told.visual})
          visual.push_back(static_cast<float>(value));
        for (const double value : {noise() - told.acoustic, 2 * noise()}) acoustic.push_back(static_cast<float>(value));
      }
      ids.push_back(i + 1);
      texts.push_back(static_cast<int64_t>(bytes.size()));
      visual_ends.push_back(visual_ends.back() + rows);
      acoustic_ends.push_back(acoustic_ends.back() + rows);
    }
    NamedArrays arrays;
    arrays.arrays = {{"acoustic.offsets", make_array(acoustic_ends, {count + 1})},
                     {"acoustic.values", make_array(acoustic, {acoustic_ends.back(), kAcoustic})},
                     {"id.bytes", make_array(std::vector<uint8_t>(static_cast<size_t>(count), 'a'), {count})},
                     {"id.offsets", make_array(ids, {count + 1})},
                     {"labels", make_array(labels, {count})},
                     {"text.bytes", make_array(bytes, {static_cast<int64_t>(bytes.size())})},
                     {"text.offsets", make_array(texts, {count + 1})},
                     {"visual.offsets", make_array(visual_ends, {count + 1})},
                     {"visual.values", make_array(visual, {visual_ends.back(), kVisual})}};
    return arrays;
  }

  Split split_;

 public:
  PreparedSplit prepared;
};

/// The names of the catalogue, and what a test program may call them.
inline std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ModelEntry& entry : models()) names.push_back(entry.name);
  return names;
}
inline std::string test_name(std::string model) {
  for (char& letter : model) letter = letter == '-' ? '_' : letter;
  return model;
}

}  // namespace mmim

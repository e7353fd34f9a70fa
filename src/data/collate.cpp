#include "data/collate.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/error.h"
#include "tensor/upload.h"

namespace mmim {

namespace {

/// The words of a text as data sets store them, and for each word as the tokenizer counts it the stored one it stands
/// in. The tokenizer also ends a word at U+00A0, 1C and the like, where no row ends: several of its words, or none, may
/// stand in one that is stored.
struct StoredWords {
  int64_t count = 0;
  std::vector<int64_t> of_counted{};
};

StoredWords stored_words(std::string_view text) {
  constexpr std::string_view kApart = " \t\n\v\f\r";
  constexpr Spelling kAsItIs{.lower_case = false, .chinese_apart = false, .clean_text = false};
  StoredWords words;
  WordCounter counter;
  for (size_t from = text.find_first_not_of(kApart); from != text.npos;) {
    const size_t to = std::min(text.find_first_of(kApart, from), text.size());
    spell(text.substr(from, to - from), kAsItIs, counter);
    counter.word_of(' ');
    WordCounter next = counter;  // the index of one more word is the number of words so far
    words.of_counted.resize(static_cast<size_t>(next.word_of('.')), words.count);
    ++words.count;
    from = text.find_first_not_of(kApart, to);
  }
  return words;
}

}  // namespace

Ragged gather_rows(int64_t count, int64_t width, const std::vector<int64_t>& places, torch::Device device,
                   const std::function<std::span<const float>(int64_t)>& rows_of) {
  std::vector<int64_t> lengths;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t rows = static_cast<int64_t>(rows_of(i).size()) / std::max<int64_t>(1, width);
    lengths.push_back(std::max<int64_t>(1, rows));
  }
  auto layout = make_layout(lengths, places, device);
  const Tensor values = staging({layout->total(), width}, at::kFloat, device);  // clearing would run in parallel
  float* target = values.mutable_data_ptr<float>();
  for (int64_t i = 0; i < count; ++i) {
    const std::span<const float> rows = rows_of(i);
    float* place = target + layout->begin(i) * width;
    if (rows.empty()) std::fill_n(place, width, 0.0f);
    if (!rows.empty()) std::memcpy(place, rows.data(), rows.size_bytes());
  }
  return {upload(values, device), layout};
}

std::vector<int64_t> places_of(const Pieces& pieces, std::string_view text, Alignment alignment, int64_t rows) {
  std::vector<int64_t> places(pieces.ids.size());
  std::iota(places.begin(), places.end(), -pieces.context);
  std::fill_n(places.begin() + 1, pieces.context, int64_t{-1});
  places.front() = 0;
  if (alignment != Alignment::pieces) {
    const StoredWords words = stored_words(text);
    const int64_t before = alignment == Alignment::words ? words.count - rows : 0;  // the last row is the last word's
    for (size_t k = 0; k < places.size(); ++k) {
      const auto word = static_cast<size_t>(pieces.word_of_piece[k]);  // -1 becomes the largest
      places[k] = word < words.of_counted.size() ? words.of_counted[word] - before : -1;
    }
  }
  if (alignment != Alignment::none)
    for (int64_t& place : places) place = place >= 0 && place < rows ? place : -1;
  return places;
}

Batch collate(std::span<const Utterance> utterances, const WordPieces& pieces, PieceLimits limits,
              const PerModality<int64_t>& widths, torch::Device device, Alignment alignment) {
  if (utterances.empty()) throw Error("a batch needs at least one utterance");
  const int64_t count = static_cast<int64_t>(utterances.size());
  std::vector<int64_t> places(utterances.size()), lengths, ids, words;
  std::iota(places.begin(), places.end(), int64_t{0});
  Batch batch;
  for (const Utterance& utterance : utterances) {
    const Pieces text = encode_in_context(pieces, utterance.text, utterance.context, limits);
    int64_t rows = 0;
    for (const Modality stream : kRowStreams)
      rows = std::max(
          rows, static_cast<int64_t>(utterance.streams[stream].values.size()) / std::max<int64_t>(1, widths[stream]));
    const std::vector<int64_t> indices = places_of(text, utterance.text, alignment, rows);
    lengths.push_back(static_cast<int64_t>(text.ids.size()));
    ids.insert(ids.end(), text.ids.begin(), text.ids.end());
    if (limits.context > 0) batch.context.push_back(text.context);
    words.insert(words.end(), indices.begin(), indices.end());
  }
  batch.tokens = {upload(ids, device), make_layout(lengths, places, device)};
  batch.word_of_piece = batch.tokens.with(upload(words, device));
  for (const Modality stream : {Modality::visual, Modality::acoustic})
    batch.streams[stream] = gather_rows(count, widths[stream], places, device, [&](int64_t i) {
      return std::span<const float>(utterances[static_cast<size_t>(i)].streams[stream].values);
    });
  return batch;
}

}  // namespace mmim

#include "data/loader.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/error.h"
#include "core/keys.h"
#include "tensor/upload.h"

namespace mmim {

namespace {

/// Rows of one stream for the utterances of a batch; a stream of length zero is one zero row.
template <class RowsOf>
Ragged gather_rows(int64_t count, int64_t width, const std::vector<int64_t>& places, torch::Device device,
                   RowsOf&& rows_of) {
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
    float* place = target + layout->offsets[static_cast<size_t>(i)] * width;
    if (rows.empty()) std::fill_n(place, width, 0.0f);
    if (!rows.empty()) std::memcpy(place, rows.data(), rows.size_bytes());
  }
  return {upload(values, device), layout};
}

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

/// For each piece, as Batch::word_of_piece has it: its stored word (-1: none) or, where the set is aligned, the row.
std::vector<int64_t> places_of(const Pieces& pieces, std::string_view text, Alignment alignment, int64_t rows) {
  std::vector<int64_t> places(pieces.ids.size());
  std::iota(places.begin(), places.end(), int64_t{0});
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

}  // namespace

PreparedSplit::PreparedSplit(const Split& split, const DatasetInfo& info, const WordPieces& pieces, int64_t limit)
    : split_(&split), streams_(info.streams), offsets_{0} {
  for (int64_t i = 0; i < split.size(); ++i) {
    const Pieces text = pieces.encode(split.text(i), limit);
    const int64_t rows = std::max(split.length(Modality::visual, i), split.length(Modality::acoustic, i));
    const std::vector<int64_t> places = places_of(text, split.text(i), info.alignment, rows);
    ids_.insert(ids_.end(), text.ids.begin(), text.ids.end());
    words_.insert(words_.end(), places.begin(), places.end());
    offsets_.push_back(static_cast<int64_t>(ids_.size()));
  }
}

Batch PreparedSplit::batch(std::span<const int64_t> rows, torch::Device device) const {
  if (rows.empty()) throw Error("a batch needs at least one utterance");
  const std::vector<int64_t> places(rows.begin(), rows.end());
  const int64_t count = static_cast<int64_t>(rows.size());
  std::vector<int64_t> lengths, ids, words;
  std::vector<float> labels;
  for (const int64_t row : rows) {
    const auto at = static_cast<size_t>(row);
    lengths.push_back(offsets_[at + 1] - offsets_[at]);
    ids.insert(ids.end(), ids_.begin() + offsets_[at], ids_.begin() + offsets_[at + 1]);
    words.insert(words.end(), words_.begin() + offsets_[at], words_.begin() + offsets_[at + 1]);
    labels.push_back(split_->label(row));
  }
  Batch batch;
  batch.tokens = {upload(ids, device), make_layout(lengths, places, device)};
  batch.word_of_piece = batch.tokens.with(upload(words, device));
  for (const Modality stream : {Modality::visual, Modality::acoustic})
    batch.streams[stream] = gather_rows(count, streams_[stream].width, places, device, [&](int64_t i) {
      return split_->rows(stream, places[static_cast<size_t>(i)]);
    });
  batch.labels = upload(labels, device);
  if (text_rows_.defined()) batch.streams.text = gather_text_rows(places, batch.tokens);
  return batch;
}

Ragged PreparedSplit::gather_text_rows(const std::vector<int64_t>& utterances, const Ragged& tokens) const {
  const int64_t width = text_rows_.size(1), each = text_rows_each_;
  const std::vector<int64_t> lengths(utterances.size(), each);
  const auto layout = each > 0 ? make_layout(lengths, utterances, tokens.layout->device) : tokens.layout;
  const Tensor values = staging({layout->total(), width}, at::kFloat, tokens.values.device());
  float* target = values.mutable_data_ptr<float>();
  for (const int64_t utterance : utterances) {
    const auto at = static_cast<size_t>(utterance);
    const int64_t first = each > 0 ? utterance * each : offsets_[at];
    const int64_t numbers = (each > 0 ? each : offsets_[at + 1] - first) * width;
    std::copy_n(text_rows_.const_data_ptr<float>() + first * width, numbers, target);
    target += numbers;
  }
  return {upload(values, tokens.values.device()), layout};
}

void PreparedSplit::attach_text_rows(Tensor rows, int64_t each) {
  const int64_t wanted = each > 0 ? size() * each : total_pieces();
  if (rows.dim() != 2 || rows.size(0) != wanted || rows.scalar_type() != at::kFloat || !rows.is_contiguous())
    throw Error("text rows of another shape or type than the split's pieces");
  text_rows_ = std::move(rows);
  text_rows_each_ = each;
}

Tensor PreparedSplit::labels() const {
  std::vector<float> labels;
  for (int64_t i = 0; i < size(); ++i) labels.push_back(split_->label(i));
  return at::tensor(labels, at::kFloat);
}

Batch collate(std::span<const LooseUtterance> utterances, const WordPieces& pieces, int64_t limit,
              const PerModality<int64_t>& widths, torch::Device device, Alignment alignment) {
  if (utterances.empty()) throw Error("a batch needs at least one utterance");
  const int64_t count = static_cast<int64_t>(utterances.size());
  std::vector<int64_t> places(utterances.size()), lengths, ids, words;
  std::iota(places.begin(), places.end(), int64_t{0});
  for (const LooseUtterance& utterance : utterances) {
    const Pieces text = pieces.encode(utterance.text, limit);
    int64_t rows = 0;
    for (const Modality stream : kRowStreams)
      rows = std::max(rows, static_cast<int64_t>(utterance.rows[stream].size()) / std::max<int64_t>(1, widths[stream]));
    const std::vector<int64_t> indices = places_of(text, utterance.text, alignment, rows);
    lengths.push_back(static_cast<int64_t>(text.ids.size()));
    ids.insert(ids.end(), text.ids.begin(), text.ids.end());
    words.insert(words.end(), indices.begin(), indices.end());
  }
  Batch batch;
  batch.tokens = {upload(ids, device), make_layout(lengths, places, device)};
  batch.word_of_piece = batch.tokens.with(upload(words, device));
  for (const Modality stream : {Modality::visual, Modality::acoustic})
    batch.streams[stream] = gather_rows(count, widths[stream], places, device, [&](int64_t i) {
      return std::span<const float>(utterances[static_cast<size_t>(i)].rows[stream]);
    });
  return batch;
}

std::vector<std::vector<int64_t>> batches_of(int64_t count, int64_t batch_size, std::optional<uint64_t> key) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), int64_t{0});
  if (key) order = permutation(count, *key);
  std::vector<std::vector<int64_t>> batches;
  for (size_t from = 0; from < order.size(); from += static_cast<size_t>(batch_size))
    batches.emplace_back(
        order.begin() + static_cast<std::ptrdiff_t>(from),
        order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), from + static_cast<size_t>(batch_size))));
  return batches;
}

}  // namespace mmim

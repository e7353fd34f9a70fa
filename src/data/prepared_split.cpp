#include "data/prepared_split.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/keys.h"
#include "data/collate.h"
#include "data/said_before.h"
#include "tensor/upload.h"

namespace mmim {

PreparedSplit::PreparedSplit(const Split& split, const DatasetInfo& info, const WordPieces& pieces, PieceLimits limits)
    : split_(&split), streams_(info.streams), columns_(info.columns), offsets_{0} {
  std::vector<std::string> before(static_cast<size_t>(split.size()));
  if (limits.context > 0) before = said_before(split, limits.context);
  for (int64_t i = 0; i < split.size(); ++i) {
    const Pieces text = encode_in_context(pieces, split.text(i), before[static_cast<size_t>(i)], limits);
    in_context_ += text.context > 0;
    const int64_t rows = std::max(split.length(Modality::visual, i), split.length(Modality::acoustic, i));
    const std::vector<int64_t> places = places_of(text, split.text(i), info.alignment, rows);
    unmatched_pieces_ +=
        info.alignment == Alignment::pieces && rows != static_cast<int64_t>(text.ids.size()) - text.context;
    ids_.insert(ids_.end(), text.ids.begin(), text.ids.end());
    words_.insert(words_.end(), places.begin(), places.end());
    offsets_.push_back(static_cast<int64_t>(ids_.size()));
    if (limits.context > 0) contexts_.push_back(text.context);
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
  for (const int64_t row : rows)
    if (!contexts_.empty()) batch.context.push_back(contexts_[static_cast<size_t>(row)]);
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

NamedTensors PreparedSplit::columns() const {
  NamedTensors columns;
  for (size_t k = 0; k < columns_.size(); ++k) {
    std::vector<float> labels;
    for (int64_t i = 0; i < size(); ++i) labels.push_back(split_->label(k, i));
    columns.emplace_back(columns_[k].name, at::tensor(labels, at::kFloat));
  }
  return columns;
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

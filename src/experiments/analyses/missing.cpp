#include "experiments/analyses/missing.h"

#include "tensor/row_selection.h"

namespace mmim {

namespace {

/// The same rows and one of zeros behind them, which belongs to no utterance.
Ragged with_zero_row(const Ragged& ragged) {
  return ragged.with(at::cat({ragged.values, at::zeros({1, ragged.values.size(1)}, ragged.values.options())}));
}

Batch shorter_text(const Batch& batch, const MissingRows& missing) {
  const Layout& layout = *batch.tokens.layout;
  RowSelection kept;
  Batch changed = batch;
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t begin = layout.begin(i), last = layout.length(i) - 1;
    const std::vector<bool> gone = missing(layout.utterance_ids[static_cast<size_t>(i)], last - 1);
    for (int64_t k = 0; k <= last; ++k)
      if (k == 0 || k == last || !gone[static_cast<size_t>(k) - 1])
        kept.take(begin + k);
      else if (!changed.context.empty() && k <= batch.context[static_cast<size_t>(i)])
        --changed.context[static_cast<size_t>(i)];
    kept.end_utterance();
  }
  changed.tokens = kept.of(batch.tokens);
  changed.word_of_piece = changed.tokens.with(kept.of(batch.word_of_piece).values);
  changed.streams.text = {};
  return changed;
}

}  // namespace

std::string word(Absence absence) { return absence == Absence::removed ? "removed" : "zeroed"; }

Absence absence_of(const Needs& needs) { return needs.padded || needs.aligned ? Absence::zeroed : Absence::removed; }

Batch without_rows(const Batch& batch, Modality modality, Absence absence, const MissingRows& missing) {
  if (modality == Modality::text) return shorter_text(batch, missing);
  const Ragged& stream = batch.streams[modality];
  const Layout& layout = *stream.layout;
  const int64_t zero_row = layout.total();
  RowSelection kept;
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t begin = layout.begin(i), rows = layout.length(i);
    const std::vector<bool> gone = missing(layout.utterance_ids[static_cast<size_t>(i)], rows);
    for (int64_t t = 0; t < rows; ++t) {
      if (!gone[static_cast<size_t>(t)])
        kept.take(begin + t);
      else if (absence == Absence::zeroed)
        kept.take(zero_row);
    }
    if (!kept.has_row()) kept.take(zero_row);
    kept.end_utterance();
  }
  Batch changed = batch;
  changed.streams[modality] = kept.of(with_zero_row(stream));
  if (absence == Absence::removed) changed.word_of_piece = {};
  return changed;
}

Batch without_modality(const Batch& batch, Modality modality) {
  const auto all = [](int64_t, int64_t rows) { return std::vector<bool>(static_cast<size_t>(rows), true); };
  Batch changed = without_rows(batch, modality, Absence::removed, all);
  if (modality != Modality::text) changed.word_of_piece = batch.word_of_piece;
  return changed;
}

}  // namespace mmim

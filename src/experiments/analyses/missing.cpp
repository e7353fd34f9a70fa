#include "experiments/analyses/missing.h"

#include "tensor/upload.h"

namespace mmim {

namespace {

/// Which rows make up a ragged, and how many for each utterance.
struct Selection {
  std::vector<int64_t> places, lengths;
  void end_utterance() {
    lengths.push_back(static_cast<int64_t>(places.size()) - total_);
    total_ = static_cast<int64_t>(places.size());
  }

 private:
  int64_t total_ = 0;
};

Ragged selected(const Ragged& ragged, const Selection& selection) {
  const Tensor places = upload(selection.places, ragged.values.device());
  return {ragged.values.index_select(0, places),
          make_layout(selection.lengths, ragged.layout->utterance_ids, ragged.layout->device)};
}

/// The same rows and one of zeros behind them, which belongs to no utterance.
Ragged with_zero_row(const Ragged& ragged) {
  return ragged.with(at::cat({ragged.values, at::zeros({1, ragged.values.size(1)}, ragged.values.options())}));
}

Batch shorter_text(const Batch& batch, const MissingRows& missing) {
  const Layout& layout = *batch.tokens.layout;
  Selection kept;
  Batch changed = batch;
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t begin = layout.begin(i), last = layout.length(i) - 1;
    const std::vector<bool> gone = missing(layout.utterance_ids[static_cast<size_t>(i)], last - 1);
    for (int64_t k = 0; k <= last; ++k)
      if (k == 0 || k == last || !gone[static_cast<size_t>(k) - 1])
        kept.places.push_back(begin + k);
      else if (!changed.context.empty() && k <= batch.context[static_cast<size_t>(i)])
        --changed.context[static_cast<size_t>(i)];
    kept.end_utterance();
  }
  changed.tokens = selected(batch.tokens, kept);
  changed.word_of_piece = changed.tokens.with(selected(batch.word_of_piece, kept).values);
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
  Selection kept;
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t begin = layout.begin(i), rows = layout.length(i);
    const std::vector<bool> gone = missing(layout.utterance_ids[static_cast<size_t>(i)], rows);
    const size_t before = kept.places.size();
    for (int64_t t = 0; t < rows; ++t) {
      if (!gone[static_cast<size_t>(t)])
        kept.places.push_back(begin + t);
      else if (absence == Absence::zeroed)
        kept.places.push_back(zero_row);
    }
    if (kept.places.size() == before) kept.places.push_back(zero_row);
    kept.end_utterance();
  }
  Batch changed = batch;
  changed.streams[modality] = selected(with_zero_row(stream), kept);
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

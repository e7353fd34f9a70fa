#pragma once
#include "tensor/ragged.h"

namespace mmim {

/// Which rows of a ragged are taken, utterance by utterance: take() each of an utterance, then end_utterance().
class RowSelection {
 public:
  void take(int64_t row) { rows_.push_back(row); }  ///< its place in the values
  void end_utterance();
  /// Whether the utterance that has not ended has a row.
  bool has_row() const { return static_cast<int64_t>(rows_.size()) > ended_; }

  /// The rows in the order in which they were taken: values (taken rows, ...), same utterances, same device.
  Ragged of(const Ragged& ragged) const;

 private:
  std::vector<int64_t> rows_, lengths_;
  int64_t ended_ = 0;  // rows of the utterances that have ended
};

}  // namespace mmim

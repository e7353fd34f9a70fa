#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace mmim {

inline constexpr int64_t kMosiUtterances = 1284;  ///< of the training split
inline constexpr int64_t kMosiRows = 20;          ///< most rows of an utterance in the set aligned to words

using QuantileCurve = std::vector<std::pair<double, double>>;

/// Word pieces per utterance of MOSI's training split, [CLS] and [SEP] included, at most 50: 18,977 in all.
inline QuantileCurve mosi_pieces() {
  return {{0, 4}, {.1, 7}, {.25, 9}, {.5, 12}, {.75, 18}, {.9, 26}, {.97, 35}, {.99, 45}, {1, 50}};
}

/// Frames per utterance at the streams' own rates: visual mean 59, at most 165; acoustic mean 49, at most 140.
inline QuantileCurve mosi_visual_frames() { return {{0, 10}, {.25, 33}, {.5, 53}, {.75, 76}, {.9, 106}, {1, 165}}; }
inline QuantileCurve mosi_acoustic_frames() { return {{0, 8}, {.25, 27}, {.5, 44}, {.75, 63}, {.9, 88}, {1, 140}}; }
/// Rows per utterance of the set aligned to words, at most kMosiRows: mean 11.0.
inline QuantileCurve mosi_word_rows() { return {{0, 1}, {.1, 5}, {.25, 7}, {.5, 10}, {.75, 15}, {.9, 20}, {1, 20}}; }
/// A longer-winded set: mean 125, at most 500.
inline QuantileCurve mosei_visual_frames() { return {{0, 20}, {.25, 60}, {.5, 92}, {.75, 150}, {.9, 240}, {1, 500}}; }

}  // namespace mmim

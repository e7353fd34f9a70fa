#pragma once
#include <functional>
#include <span>
#include <vector>

#include "extract/acoustic/mel_cepstrum.h"
#include "extract/acoustic/row_window.h"

namespace mmim {

constexpr size_t kPhaseMeans = 25, kPhaseDeviations = 13;

/// Mean and deviation over time of phase distortion, compressed as COVAREP's HMPD vocoder does (Degottex and Erro
/// 2014).
class SourcePhase {
 public:
  /// `distortion` fills kPhaseBins angles of frame 0, 1, ..., frames - 1, in turn.
  SourcePhase(Fft& fft, size_t frames, std::function<void(size_t, std::span<double>)> distortion);
  /// kPhaseMeans angles and kPhaseDeviations cepstral coefficients of a frame; frames are asked for in turn.
  void of(size_t frame, std::span<double> means, std::span<double> deviations);

 private:
  void trend_of(size_t frame, std::span<double> angles);
  void compress_means(std::span<const double> directions, std::span<double> means) const;
  std::vector<double> angles_, directions_, deviation_;
  std::vector<double> mean_weights_, trend_weights_, deviation_weights_;
  std::vector<size_t> mean_of_bin_;  ///< which of the kPhaseMeans a bin belongs to
  RowWindow phases_;                 ///< cosines, then sines
  RowWindow medians_;
  RowWindow offs_;  ///< of the phase from the trend: cosines, then sines
  MelCepstrum cepstrum_;
};

}  // namespace mmim

#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/options.h"
#include "extract/track.h"

namespace mmim {

/// Which columns of a row are kept. mosi: the five of CMU-MOSI as MulT, MMSA and MMIM use it.
enum class AcousticView { all, mosi };

/// How speech becomes the 74 columns of COVAREP (Degottex et al. 2014).
struct AcousticOptions {
  bool compat = false;
  AcousticView view = AcousticView::all;
  void list(Options& options);
};

/// VUV, QOQ, MDQ, MCEP_14 and HMPDM_24 within the 74 columns.
const std::vector<size_t>& mosi_columns();
/// The names of the 74 columns, in COVAREP's order.
const std::vector<std::string>& acoustic_columns();

/// One row every 10 ms, from 5 ms on, of mono speech at 16 kHz. Values are finite. Measures of the glottis are 0 where
/// there is no voice, and all are where speech is too short. A recording is measured as a whole: a cut of it has other
/// values. Samples that are no number are taken for 0. With two `threads` the harmonics are measured beside the
/// glottis, to the same values.
Track acoustic_track(std::span<const float> samples, const AcousticOptions& options = {}, int64_t threads = 1);

}  // namespace mmim

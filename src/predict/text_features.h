#pragma once
#include "data/prepared_split.h"
#include "predict/encoder.h"

namespace mmim {

/// The last layer's rows of `bert`, without dropout, for every word piece of the split, (total_pieces, width) float32,
/// or, with `each` above 0, so many for every text, those of its padding included, (size * each, width).
/// Those of a pre-trained encoder are kept in `text.cache`, in a file named after encoder, vocabulary, pieces and how
/// they were computed, and read from there the next time. A cache that cannot be written is done without; a
/// damaged file in it is computed anew.
Tensor text_features(Bert& bert, const PreparedSplit& split, const EncoderSource& encoder, const RunConfig& config,
                     torch::Device device, int64_t each = 0);

}  // namespace mmim

#include "data/batch.h"

namespace mmim {

Tensor utterance_ids(const Batch& batch) { return batch.tokens.layout->ids(); }

}  // namespace mmim

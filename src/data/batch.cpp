#include "data/batch.h"

namespace mmim {

Tensor utterance_identities(const Batch& batch) { return batch.tokens.layout->data_rows(); }

}  // namespace mmim

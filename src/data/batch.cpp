#include "data/batch.h"

namespace mmim {

Tensor utterance_identities(const Batch& batch) {
  const Layout& layout = *batch.tokens.layout;
  return at::tensor(layout.rows, at::kLong).to(layout.device);
}

}  // namespace mmim

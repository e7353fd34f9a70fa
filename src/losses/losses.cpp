#include "losses/losses.h"

namespace mmim {

Tensor Losses::total() const {
  Tensor sum;
  for (const Term& term : terms_) {
    if (term.weight == 0) continue;
    const Tensor weighted = term.weight == 1 ? term.value : term.value * term.weight;
    sum = sum.defined() ? sum + weighted : weighted;
  }
  return sum;
}

}  // namespace mmim

#pragma once
#include <string>

#include "tensor/torch.h"

namespace mmim {

/// The named terms of a training objective and their weighted sum.
class Losses {
 public:
  struct Term {
    std::string name;
    Tensor value;   ///< scalar
    double weight;  ///< 0: watched, not minimised
    int64_t count;  ///< utterances in the mean; 0: a statistic of the whole batch
  };
  void add(std::string name, Tensor value, double weight = 1, int64_t count = 0) {
    terms_.push_back({std::move(name), std::move(value), weight, count});
  }
  Tensor total() const;  ///< sum of weight * value over terms with a weight; undefined when there is none
  const std::vector<Term>& terms() const { return terms_; }

 private:
  std::vector<Term> terms_;
};

}  // namespace mmim

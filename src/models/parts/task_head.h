#pragma once
#include "nn/layers.h"
#include "tensor/random.h"

namespace mmim {

/// Self-MM's head of one task: x (B, in) -- Dropout - Linear, ReLU -- feature (B, d) -- Linear, ReLU - Linear -> (B).
class TaskHead : public torch::nn::Module {
 public:
  TaskHead(int64_t in, int64_t width, double dropout);
  struct Out {
    Tensor feature;  ///< (B, d): what centres are means of
    Tensor value;    ///< (B)
  };
  Out forward(const Tensor& x, const Tensor& identities, const Draws& draws) const;

 private:
  double dropout_;
  std::vector<std::shared_ptr<Linear>> layers_;
};

}  // namespace mmim

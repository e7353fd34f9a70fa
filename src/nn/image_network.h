#pragma once
#include "core/options.h"
#include "nn/layers.h"

namespace mmim {

struct ImageOptions {
  std::vector<double> channels{8, 16};  ///< of each convolution
  int64_t kernel = 3, padding = 1, pool = 2;
  int64_t out = 16;
  void list(Options& o);
};

/// An image of one channel -> a vector: for each of the channels a convolution (square kernel, as torch.nn.Conv2d),
/// ReLU and max-pooling, then Linear: (B, rows, columns) -> (B, out). Parameters: 0.weight, 0.bias, 1.weight, ...,
/// project. ConfigError when nothing of the image is left.
class ImageNetwork : public torch::nn::Module {
 public:
  ImageNetwork(int64_t rows, int64_t columns, const ImageOptions& options);
  Tensor forward(const Tensor& image) const;

 private:
  Tensor convolve(const Tensor& x, size_t layer) const;  ///< (B, in, rows, columns) -> (B, out, rows', columns')
  ImageOptions options_;
  std::vector<Tensor> weights_, biases_;
  std::shared_ptr<Linear> project_;
};

}  // namespace mmim

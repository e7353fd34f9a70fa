#include "nn/image_network.h"

#include <cmath>

#include "core/error.h"
#include "kernels/affine.h"

namespace mmim {

void ImageOptions::list(Options& o) {
  o.add("channels", channels, {"channels of the convolutions, whole numbers", between(1, 4096)});
  o.add("kernel", kernel, {"rows and columns that a convolution sees", between(1, 99)});
  o.add("padding", padding, {"zeros around an image", between(0, 99)});
  o.add("pool", pool, {"rows and columns that become one", between(1, 99)});
  o.add("out", out, {"width k of the vector", between(1, 65536)});
}

ImageNetwork::ImageNetwork(int64_t rows, int64_t columns, const ImageOptions& o) : options_(o) {
  const std::string image = std::to_string(rows) + " x " + std::to_string(columns);
  int64_t in = 1;
  for (const double channels : o.channels) {
    if (channels != std::floor(channels)) throw ConfigError("a convolution has a whole number of channels");
    const auto out = static_cast<int64_t>(channels);
    const double bound = 1 / std::sqrt(static_cast<double>(in * o.kernel * o.kernel));
    const auto layer = register_module(std::to_string(weights_.size()), std::make_shared<torch::nn::Module>());
    weights_.push_back(
        layer->register_parameter("weight", at::empty({out, in, o.kernel, o.kernel}).uniform_(-bound, bound)));
    biases_.push_back(layer->register_parameter("bias", at::empty({out}).uniform_(-bound, bound)));
    for (int64_t* side : {&rows, &columns}) *side = (*side + 2 * o.padding - o.kernel + 1) / o.pool;
    if (rows < 1 || columns < 1)
      throw ConfigError("an image of " + image + " is too small for " + std::to_string(o.channels.size()) +
                        " convolutions of " + std::to_string(o.kernel) + " with pools of " + std::to_string(o.pool));
    in = out;
  }
  project_ = register_module("project", std::make_shared<Linear>(in * rows * columns, o.out));
}

Tensor ImageNetwork::convolve(const Tensor& x, size_t layer) const {
  const Tensor &weight = weights_[layer], &bias = biases_[layer];
  if (!sums_rows_alone(x, weight)) return at::conv2d(x, weight, bias, 1, options_.padding);
  const int64_t kernel = options_.kernel, around = options_.padding;
  const Tensor windows = at::im2col(x, {kernel, kernel}, {1, 1}, {around, around}, {1, 1}).transpose(1, 2);
  const Tensor out = affine(windows, weight.flatten(1), bias).transpose(1, 2);  // (B, out, rows * columns)
  return out.reshape({x.size(0), weight.size(0), x.size(2) + 2 * around - kernel + 1, -1});
}

Tensor ImageNetwork::forward(const Tensor& image) const {
  Tensor x = image.unsqueeze(1);
  for (size_t i = 0; i < weights_.size(); ++i) x = at::max_pool2d(at::relu(convolve(x, i)), options_.pool);
  return project_->forward(x.flatten(1));
}

}  // namespace mmim

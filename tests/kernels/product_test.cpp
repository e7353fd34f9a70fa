#include "kernels/close.h"

namespace mmim {
namespace {

struct Shape {
  int64_t m, n, k;
};
/// Around the edges of tiles, vectors and stretches of k, and none at all.
constexpr Shape kShapes[] = {{1, 1, 1},    {14, 32, 16},  {15, 33, 17}, {13, 31, 1},   {6, 16, 8}, {29, 70, 5},
                             {3, 65, 513}, {40, 8, 1100}, {0, 5, 3},    {28, 64, 512}, {3, 5, 0}};

cpu::Product product_of(const Tensor& a, const Tensor& b, const Tensor& c) {
  return {.m = a.size(0),
          .n = b.size(1),
          .k = a.size(1),
          .a = a.const_data_ptr<float>(),
          .a_row = a.stride(0),
          .a_column = a.stride(1),
          .b = b.const_data_ptr<float>(),
          .b_row = b.stride(0),
          .b_column = b.stride(1),
          .c = c.mutable_data_ptr<float>(),
          .c_row = c.size(1)};
}

/// Row-major and column-major, so that every way of packing is taken.
Tensor operand(int64_t rows, int64_t columns, bool turned, double phase) {
  return turned ? waves({columns, rows}, phase).t() : waves({rows, columns}, phase);
}

TEST(Product, EqualsDoublePrecisionForEveryShapeAndOrder) {
  for_each_cpu([] {
    for (const Shape& s : kShapes)
      for (int order = 0; order < 4; ++order) {
        const Tensor a = operand(s.m, s.k, order & 1, 0.1), b = operand(s.k, s.n, order & 2, 0.2),
                     c = at::empty({s.m, s.n});
        multiply(product_of(a, b, c));
        EXPECT_LT(relative_error(c, at::mm(a.to(at::kDouble), b.to(at::kDouble))), 6e-7)
            << s.m << " " << s.n << " " << s.k << " order " << order;
      }
  });
}

TEST(Product, AddsTheBiasOrWhatIsThere) {
  for_each_cpu([] {
    for (const Shape& s : kShapes) {
      const Tensor a = waves({s.m, s.k}, 0.1), b = waves({s.k, s.n}, 0.2), bias = waves({s.n}, 0.3);
      const Tensor exact = at::mm(a.to(at::kDouble), b.to(at::kDouble));
      const Tensor biased = at::empty({s.m, s.n}), added = waves({s.m, s.n}, 0.4), before = added.clone();
      cpu::Product product = product_of(a, b, biased);
      product.bias = bias.const_data_ptr<float>();
      multiply(product);
      EXPECT_LT(relative_error(biased, exact + bias), 6e-7);
      product = product_of(a, b, added);
      product.accumulate = true;
      multiply(product);
      EXPECT_LT(relative_error(added, exact + before), 6e-7);
    }
  });
}

TEST(Product, InBf16RoundsBothFactorsAndNothingElse) {
  for_each_cpu([] {
    for (const Shape& s : kShapes)
      for (int order = 0; order < 4; ++order) {
        const Tensor a = operand(s.m, s.k, order & 1, 0.1), b = operand(s.k, s.n, order & 2, 0.2),
                     c = at::empty({s.m, s.n});
        cpu::Product product = product_of(a, b, c);
        product.bf16 = true;
        multiply(product);
        const auto rounded = [](const Tensor& x) { return x.to(at::kBFloat16).to(at::kDouble); };
        EXPECT_LT(relative_error(c, at::mm(rounded(a), rounded(b))), 6e-7)
            << s.m << " " << s.n << " " << s.k << " order " << order;
      }
  });
}

TEST(Product, WritesNothingBesideItsColumns) {
  for_each_cpu([] {
    const Tensor a = waves({15, 7}, 0.1), b = waves({7, 33}, 0.2), wide = at::full({16, 40}, 5.0f);
    cpu::Product product = product_of(a, b, wide);
    product.c_row = 40;
    multiply(product);
    EXPECT_TRUE((wide.narrow(1, 33, 7) == 5).all().item<bool>());
    EXPECT_TRUE((wide[15] == 5).all().item<bool>());
  });
}

}  // namespace
}  // namespace mmim

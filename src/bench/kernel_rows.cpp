#include "bench/bench.h"
#include "bench/work.h"
#include "kernels/attention.h"
#include "kernels/dropout.h"
#include "kernels/operations.h"
#include "kernels/transformer_layer.h"

namespace mmim {

namespace {

constexpr double kDropout = 0.1;

/// A layer in the middle of the text encoder: rows as many as the typical batch has, and its weights.
struct LayerRows {
  std::shared_ptr<const Layout> layout;
  int64_t width, inner, heads;
  Tensor x, intermediate;  ///< (N, width), (N, inner)
  TransformerWeights weights;
};

Tensor matrix(int64_t out, int64_t in) { return at::randn({out, in}).mul_(0.04).requires_grad_(true); }
Tensor vector_of(int64_t width) { return at::randn({width}).mul_(0.04).requires_grad_(true); }

LayerRows rows_of(const Workload& workload) {
  const int64_t d = workload.text.width, f = workload.text.inner;
  LayerRows rows{.layout = workload.typical().tokens.layout, .width = d, .inner = f, .heads = workload.text.heads};
  rows.x = at::randn({rows.layout->total(), d}).requires_grad_(true);
  rows.intermediate = at::randn({rows.layout->total(), f}).requires_grad_(true);
  rows.weights = {matrix(d, d), vector_of(d), matrix(d, d), vector_of(d), matrix(d, d), vector_of(d),
                  matrix(d, d), vector_of(d), vector_of(d), vector_of(d), matrix(f, d), vector_of(f),
                  matrix(d, f), vector_of(d), vector_of(d), vector_of(d)};
  return rows;
}

/// Forward and backward, gradients of `inputs` thrown away.
void differentiate(const Tensor& out, const std::vector<Tensor>& inputs) {
  out.backward(at::ones_like(out));
  for (const Tensor& input : inputs) input.mutable_grad() = Tensor();
}

/// The layer of LibTorch's operations, on the same rows without padding but in attention, whose probabilities it does
/// not drop: the only dropout at hand for them is ours.
Tensor plain_layer(const LayerRows& r) {
  const TransformerWeights& w = r.weights;
  const auto norm = [&](const Tensor& rows, const Tensor& weight, const Tensor& bias) {
    return at::layer_norm(rows, {r.width}, weight, bias, 1e-12);
  };
  const Ragged query{at::linear(r.x, w.query, w.query_bias), r.layout},
      key{at::linear(r.x, w.key, w.key_bias), r.layout};
  const Tensor attended = attention(query, key, at::linear(r.x, w.value, w.value_bias), r.heads, 0, {});
  const Tensor y =
      norm(r.x + at::dropout(at::linear(attended, w.attention_output, w.attention_output_bias), kDropout, true),
           w.attention_norm, w.attention_norm_bias);
  const Tensor output = at::linear(at::gelu(at::linear(y, w.inner, w.inner_bias)), w.outer, w.outer_bias);
  return norm(y + at::dropout(output, kDropout, true), w.outer_norm, w.outer_norm_bias);
}

Row measured(const Bench& bench, const char* name, const char* what, const std::function<void()>& ours,
             const std::function<void()>& plain, std::optional<Work> work = {}) {
  Contender our_side = bench.ours([&](int64_t) { ours(); }), plain_side = bench.plain([&](int64_t) { plain(); });
  our_side.least_seconds = plain_side.least_seconds = 0.05;
  plain_side.rounds = our_side.rounds;
  const std::vector<Timing> timings = alternate({our_side, plain_side});
  return {.name = name, .what = what, .ours = timings[0], .plain = timings[1], .work = work};
}

Row product_row(const Bench& bench, const LayerRows& r, Precision precision) {
  const torch::NoGradGuard no_gradient;
  const Operations& on = operations(torch::kCPU);
  const bool bf16 = precision == Precision::bf16;
  const double operations = 2 * static_cast<double>(r.layout->total() * r.width * r.inner);
  return measured(
      bench, bf16 ? "kernel/product-bf16" : "kernel/product",
      bf16 ? "the same with bf16 factors (plain: fp32)" : "rows times the largest matrix of a layer, and bias",
      [&] { on.linear(r.x, r.weights.inner, r.weights.inner_bias, precision); },
      [&] { at::linear(r.x, r.weights.inner, r.weights.inner_bias); }, Work{.operations = operations, .bf16 = bf16});
}

Row attention_row(const Bench& bench, const LayerRows& r) {
  const Operations& on = operations(torch::kCPU);
  const Tensor q = at::randn_like(r.x).requires_grad_(true), k = at::randn_like(q).requires_grad_(true),
               v = at::randn_like(q).requires_grad_(true), slope = at::ones_like(q);
  const auto ours = [&] {
    const AttentionRows rows{q, k, v, r.layout, r.layout, r.heads};
    const DropoutKeys keys = on.attention_keys(*r.layout, *r.layout, r.heads, kDropout, {true, 1});
    on.attention_gradients(rows, on.attention(rows, keys).scales, slope, keys, false);
  };
  const auto plain = [&] { differentiate(attention({q, r.layout}, {k, r.layout}, v, r.heads, 0, {}), {q, k, v}); };
  return measured(bench, "kernel/attention",
                  "attention, forward and backward; plain: padded, no dropout on the probabilities", ours, plain,
                  Work{3 * attention_operations(r.width, *r.layout)});
}

Row add_norm_row(const Bench& bench, const LayerRows& r) {
  const Operations& on = operations(torch::kCPU);
  const Tensor residual = at::randn_like(r.x).requires_grad_(true), slope = at::ones_like(residual);
  const Tensor &weight = r.weights.attention_norm, &bias = r.weights.attention_norm_bias;
  const auto ours = [&] {
    const DropoutKeys keys = on.feature_keys(*r.layout, r.width, kDropout, {true, 1});
    const Normalised out = on.add_norm(r.x, residual, weight, bias, 1e-12, keys);
    on.add_norm_gradients(slope, out.normal, out.deviation, weight, keys);
  };
  const auto plain = [&] {
    differentiate(at::layer_norm(residual + at::dropout(r.x, kDropout, true), {r.width}, weight, bias, 1e-12),
                  {r.x, residual, weight, bias});
  };
  return measured(bench, "kernel/add-norm", "dropout, residual, LayerNorm: forward and backward", ours, plain);
}

Row gelu_row(const Bench& bench, const LayerRows& r) {
  const Operations& on = operations(torch::kCPU);
  const auto ours = [&] {
    const Tensor out = on.gelu(r.intermediate);
    const Tensor slope = at::ones_like(out);
    on.gelu_gradient(r.intermediate, slope);
  };
  return measured(bench, "kernel/gelu", "GELU: forward and backward", ours,
                  [&] { differentiate(at::gelu(r.intermediate), {r.intermediate}); });
}

Row dropout_row(const Bench& bench, const LayerRows& r) {
  const Tensor identities = r.layout->row_ids();
  return measured(
      bench, "kernel/dropout", "dropout alone, keyed: forward and backward",
      [&] {
        differentiate(dropout(r.x, kDropout, identities, {true, 1}), {r.x});
      },
      [&] { differentiate(at::dropout(r.x, kDropout, true), {r.x}); });
}

Row layer_row(const Bench& bench, const LayerRows& r) {
  std::vector<Tensor> inputs{r.x};
  const TransformerWeights& w = r.weights;
  for (const Tensor& part : w.list()) inputs.push_back(part);
  const TransformerOptions options{.heads = r.heads, .dropout = kDropout, .attention_dropout = kDropout};
  const double linear =
      2 * static_cast<double>(r.layout->total()) * static_cast<double>(4 * r.width * r.width + 2 * r.width * r.inner);
  return measured(
      bench, "kernel/layer", "a layer of BERT, forward and backward; plain: attention as above",
      [&] {
        differentiate(transformer_layer({r.x, r.layout}, false, w, options, {true, 1}).values, inputs);
      },
      [&] { differentiate(plain_layer(r), inputs); }, Work{3 * (linear + attention_operations(r.width, *r.layout))});
}

}  // namespace

std::vector<Row> kernel_rows(const Bench& bench) {
  const LayerRows r = rows_of(bench.workload());
  std::vector<Row> rows{product_row(bench, r, Precision::fp32),
                        product_row(bench, r, Precision::bf16),
                        attention_row(bench, r),
                        add_norm_row(bench, r),
                        gelu_row(bench, r),
                        dropout_row(bench, r),
                        layer_row(bench, r)};
  for (Row& row : rows) row.more = {{"rows", r.layout->total()}, {"width", r.width}, {"inner", r.inner}};
  return rows;
}

}  // namespace mmim

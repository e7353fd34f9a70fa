#include "kernels/transformer_layer.h"

#include <algorithm>

#include "kernels/cpu/kernels.h"
#include "kernels/operations.h"
#include "kernels/second_gradients.h"

namespace mmim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What both directions read and is no tensor.
struct Plan : torch::CustomClassHolder {
  std::shared_ptr<const Layout> all, wanted;
  bool cls = false, differentiable = false;
  TransformerOptions options;
  DropoutKeys probabilities, attention_output, output;
};

/// Order of the weights among the operation's inputs.
enum Weight {
  kQuery,
  kQueryBias,
  kKey,
  kKeyBias,
  kValue,
  kValueBias,
  kAttentionOutput,
  kAttentionOutputBias,
  kAttentionNorm,
  kAttentionNormBias,
  kInner,
  kInnerBias,
  kOuter,
  kOuterBias,
  kOuterNorm,
  kOuterNormBias,
  kBias,  // of the scores; a layer may lack it
  kWeights = kBias
};

/// What forward leaves for backward.
struct Trace {
  Tensor x, wanted, query, key, value, attention_output, scales, first_normal, first_deviation, attended, intermediate,
      active, second_normal, second_deviation;
  variable_list list() const {
    return {x,
            wanted,
            query,
            key,
            value,
            attention_output,
            scales,
            first_normal,
            first_deviation,
            attended,
            intermediate,
            active,
            second_normal,
            second_deviation};
  }
  static Trace of(const variable_list& t) {
    return {t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10], t[11], t[12], t[13]};
  }
};

AttentionRows attention_rows(const Plan& plan, const Trace& t, at::TensorList weights) {
  const Tensor bias = weights.size() > kBias ? weights[kBias] : Tensor();
  return {t.query, t.key, t.value, plan.wanted, plan.all, plan.options.heads, bias};
}

class TransformerLayer : public torch::autograd::Function<TransformerLayer> {
 public:
  static Tensor forward(AutogradContext* context, const c10::intrusive_ptr<Plan>& plan, const Tensor& x,
                        at::TensorList w) {
    const Operations& on = operations(x.device());
    const auto linear = [&](const Tensor& rows, Weight weight) {
      return on.linear(rows, w[weight], w[weight + 1], plan->options.precision);
    };
    Trace t;
    t.x = x.contiguous();
    t.wanted = plan->cls ? t.x.index_select(0, plan->all->firsts()) : t.x;
    t.query = linear(t.wanted, kQuery);
    t.key = linear(t.x, kKey);
    t.value = linear(t.x, kValue);
    const Attended attended = on.attention(attention_rows(*plan, t, w), plan->probabilities);
    t.attention_output = attended.out;
    t.scales = attended.scales;
    const Normalised first = on.add_norm(linear(t.attention_output, kAttentionOutput), t.wanted, w[kAttentionNorm],
                                         w[kAttentionNormBias], plan->options.epsilon, plan->attention_output);
    t.attended = first.out;
    t.first_normal = first.normal;
    t.first_deviation = first.deviation;
    t.intermediate = linear(t.attended, kInner);
    t.active = on.gelu(t.intermediate);
    const Normalised second = on.add_norm(linear(t.active, kOuter), t.attended, w[kOuterNorm], w[kOuterNormBias],
                                          plan->options.epsilon, plan->output);
    t.second_normal = second.normal;
    t.second_deviation = second.deviation;
    if (plan->differentiable) {
      variable_list saved = t.list();
      saved.insert(saved.end(), w.begin(), w.end());
      context->save_for_backward(std::move(saved));
      context->saved_data["plan"] = c10::IValue::make_capsule(plan);
    }
    return second.out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto plan = c10::static_intrusive_pointer_cast<Plan>(context->saved_data["plan"].toCapsule());
    refuse_second_gradients("a transformer layer");
    const variable_list saved = context->get_saved_variables();
    const Trace t = Trace::of(saved);
    const variable_list w(saved.begin() + static_cast<int64_t>(t.list().size()), saved.end());
    const Operations& on = operations(t.x.device());
    const Precision precision = plan->options.precision;
    constexpr size_t kX = 1;  // index of x among all inputs; needs_input_grad counts tensors alone
    variable_list result(kX + 1 + w.size());
    const auto wants = [&](int weight) { return context->needs_input_grad(kX + static_cast<size_t>(weight)); };
    const auto set = [&](int weight, const Tensor& gradient) {
      result[kX + 1 + static_cast<size_t>(weight)] = gradient;
    };
    const auto linear_weights = [&](Weight weight, const Tensor& gradient, const Tensor& rows) {
      if (wants(weight)) set(weight, on.linear_weight_gradient(gradient, rows, precision));
      if (wants(weight + 1)) set(weight + 1, on.sum_of_rows(gradient));
    };
    const auto linear_input = [&](Weight weight, const Tensor& gradient, const Tensor& sum = {}) {
      return on.linear_input_gradient(gradient, w[weight], precision, sum);
    };

    const AddNormGradients second = on.add_norm_gradients(gradients[0].contiguous(), t.second_normal,
                                                          t.second_deviation, w[kOuterNorm], plan->output);
    set(kOuterNorm, second.weight);
    set(kOuterNormBias, second.bias);
    linear_weights(kOuter, second.x, t.active);
    Tensor d_intermediate = linear_input(kOuter, second.x);
    on.gelu_gradient(t.intermediate, d_intermediate);
    linear_weights(kInner, d_intermediate, t.attended);
    const Tensor d_attended = linear_input(kInner, d_intermediate, second.residual);

    const AddNormGradients first =
        on.add_norm_gradients(d_attended, t.first_normal, t.first_deviation, w[kAttentionNorm], plan->attention_output);
    set(kAttentionNorm, first.weight);
    set(kAttentionNormBias, first.bias);
    linear_weights(kAttentionOutput, first.x, t.attention_output);
    const bool of_bias = w.size() > kBias && wants(kBias);
    const AttentionGradients attention = on.attention_gradients(
        attention_rows(*plan, t, w), t.scales, linear_input(kAttentionOutput, first.x), plan->probabilities, of_bias);
    if (of_bias) set(kBias, attention.bias);
    linear_weights(kQuery, attention.query, t.wanted);
    linear_weights(kKey, attention.key, t.x);
    linear_weights(kValue, attention.value, t.x);
    if (!context->needs_input_grad(0)) return result;
    const Tensor d_wanted = linear_input(kQuery, attention.query, first.residual);
    if (!plan->cls) {
      result[kX] = linear_input(kValue, attention.value, linear_input(kKey, attention.key, d_wanted));
      return result;
    }
    result[kX] = linear_input(kValue, attention.value, linear_input(kKey, attention.key));
    result[kX].index_add_(0, plan->all->firsts(), d_wanted);
    return result;
  }
};

/// What the kernels read through plain pointers.
void check_shapes(const Ragged& x, bool cls, const TransformerWeights& w, int64_t heads, const Tensor& bias) {
  const int64_t d = x.values.size(1), f = w.inner.size(0);
  bool right = x.values.size(0) == x.layout->total() && heads > 0 && d % heads == 0;
  for (const Tensor* square : {&w.query, &w.key, &w.value, &w.attention_output})
    right = right && square->sizes() == at::IntArrayRef{d, d};
  for (const Tensor* row : {&w.query_bias, &w.key_bias, &w.value_bias, &w.attention_output_bias, &w.attention_norm,
                            &w.attention_norm_bias, &w.outer_bias, &w.outer_norm, &w.outer_norm_bias})
    right = right && row->sizes() == at::IntArrayRef{d};
  right = right && w.inner.sizes() == at::IntArrayRef{f, d} && w.inner_bias.sizes() == at::IntArrayRef{f} &&
          w.outer.sizes() == at::IntArrayRef{d, f};
  right = right && (!bias.defined() || (bias.dim() == 2 && bias.size(0) == heads && bias.size(1) % 2 == 1 &&
                                        bias.size(1) >= bias_columns(x.layout->longest)));
  if (!right)
    throw Error("a transformer layer of " + std::to_string(heads) + " heads does not fit its rows (" +
                std::to_string(x.values.size(0)) + ", " + std::to_string(d) + ") or its weights each other");
  for (int64_t i = 0; cls && i < x.layout->size(); ++i)
    if (x.layout->length(i) == 0) throw Error("a text without a row has no [CLS]");
}

}  // namespace

std::vector<Tensor> TransformerWeights::list() const {
  return {query,
          query_bias,
          key,
          key_bias,
          value,
          value_bias,
          attention_output,
          attention_output_bias,
          attention_norm,
          attention_norm_bias,
          inner,
          inner_bias,
          outer,
          outer_bias,
          outer_norm,
          outer_norm_bias};
}

int64_t bias_columns(int64_t longest) { return 2 * (longest + cpu::kPadding) + 1; }

bool fits_transformer_layer(const Tensor& x, const Tensor& weight, int64_t heads) {
  const bool narrow = weight.size(0) / heads <= operations(x.device()).widest_head;
  return fits_fused_kernels(x) && fits_fused_kernels(weight) && narrow;
}

Ragged transformer_layer(const Ragged& x, bool cls, const TransformerWeights& weights,
                         const TransformerOptions& options, const Draws& draws, const Tensor& bias) {
  check_shapes(x, cls, weights, options.heads, bias);
  auto plan = c10::make_intrusive<Plan>();
  plan->all = x.layout;
  plan->wanted = cls ? first_layout(*x.layout) : x.layout;
  plan->cls = cls;
  plan->options = options;
  variable_list list = weights.list();
  if (bias.defined()) list.push_back(bias);
  for (Tensor& weight : list) weight = weight.contiguous();
  const bool trained = std::any_of(list.begin(), list.end(), [](const Tensor& w) { return w.requires_grad(); });
  plan->differentiable = at::GradMode::is_enabled() && (trained || x.values.requires_grad());
  const Operations& on = operations(x.values.device());
  plan->probabilities =
      on.attention_keys(*plan->wanted, *plan->all, options.heads, options.attention_dropout, draws.stream("attention"));
  plan->attention_output = on.feature_keys(*plan->wanted, x.values.size(1), options.dropout, draws.stream("mixed"));
  plan->output = on.feature_keys(*plan->wanted, x.values.size(1), options.dropout, draws.stream("raised"));
  return {TransformerLayer::apply(plan, x.values, at::TensorList(list)), plan->wanted};
}

}  // namespace mmim

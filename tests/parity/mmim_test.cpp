#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "parity/mmim_case.h"

namespace mmim::golden {
namespace {

Step step_of(int64_t stage, int64_t batch) { return {{0, stage}, batch, Random(0)}; }

void remember(MmimCase& run, const Json& batch_name) {  // a name, or an array of them
  if (batch_name.is_array()) {
    for (const Json& one : batch_name) remember(run, one);
    return;
  }
  torch::NoGradGuard no_gradient;
  const Batch batch = run.batch(batch_name.get<std::string>());
  const PerModality<Tensor> h = run.model->encode(batch, {});
  for (const std::string& pair : run.options.pairs) {
    BarberAgakov& bound = run.model->bound(pair);
    const bool predicts_visual = pair.ends_with("visual");
    bound.history.remember({bound.entropy_rows(predicts_visual ? h.visual : h.acoustic), batch.labels});
  }
}

double term(const Losses& losses, const std::string& prefix) {
  double sum = 0;
  for (const Losses::Term& one : losses.terms())
    if (one.name.starts_with(prefix)) sum += one.value.item<double>();
  return sum;
}

void clear_gradients(Mmim& model) {
  for (Tensor& parameter : model.parameters()) parameter.mutable_grad() = Tensor();
}

double gradient_norm(Mmim& model) {
  double squares = 0;
  for (const Tensor& parameter : model.parameters())
    if (parameter.grad().defined()) squares += parameter.grad().square().sum().item<double>();
  return std::sqrt(squares);
}

/// Gradients recorded as `prefix` + published name, against those of the model now.
void expect_gradients(const MmimCase& run, const std::map<std::string, Tensor>& recorded, const std::string& prefix) {
  const Tolerance tolerance = Tolerance::of(run.tolerances(), "gradient");
  std::set<std::string> seen;
  for (const auto& parameter : run.model->named_parameters()) {
    const std::string theirs = prefix + run.published(parameter.key());
    const auto found = recorded.find(theirs);
    if (found == recorded.end()) continue;
    seen.insert(theirs);
    ASSERT_TRUE(parameter.value().grad().defined()) << theirs;
    if (!run.gradient_is_noise(theirs)) expect_close(theirs, parameter.value().grad(), found->second, tolerance);
  }
  for (const auto& [name, unused] : recorded)
    if (name.starts_with(prefix) && !run.unused(name.substr(prefix.size())))
      EXPECT_TRUE(seen.contains(name)) << name << " was recorded, the model has no such gradient";
  EXPECT_FALSE(seen.empty()) << prefix;
}

/// Representations, moments and terms of one recorded batch.
void expect_forward(MmimCase& run, const std::map<std::string, Tensor>& recorded, const std::string& b) {
  torch::NoGradGuard no_gradient;
  const Tolerance tolerance = Tolerance::of(run.tolerances(), "forward");
  const auto check = [&](const std::string& name, const Tensor& got) {
    const auto found = recorded.find(b + "." + name);
    if (found != recorded.end())
      expect_close(b + "." + name, got.reshape(found->second.sizes()), found->second, tolerance);
  };
  const Batch batch = run.batch(b);
  const PerModality<Tensor> h = run.model->encode(batch, {});
  check("h_t", h.text);
  check("h_v", h.visual);
  check("h_a", h.acoustic);
  if (!run.options.visual.bidirectional) {
    check("lstm_v_hn", run.model->encoder(Modality::visual).final_state(batch.streams.visual));
    check("lstm_a_hn", run.model->encoder(Modality::acoustic).final_state(batch.streams.acoustic));
  }
  const Tensor fused = run.model->fuse(h, batch, {});
  check("Z", fused);
  check("preds", run.model->read(fused));
  Tensor contrast = at::zeros({}, at::kDouble), likelihood = at::zeros({}, at::kDouble);
  for (const std::string& word : run.options.contrast) {
    const Modality m = word == "text" ? Modality::text : word == "visual" ? Modality::visual : Modality::acoustic;
    const Tensor loss = contrastive_loss(h[m], run.model->reconstruct(m, fused), run.options.orientation);
    check("nce_" + word.substr(0, 1), loss);
    contrast = contrast + loss;
  }
  for (const std::string& pair : run.options.pairs) {
    const std::string letters{pair[0], pair[pair.find('-') + 1]};
    const Tensor& x = pair.starts_with("text") ? h.text : h.visual;
    const Tensor& y = pair.ends_with("visual") ? h.visual : h.acoustic;
    const BarberAgakov& bound = run.model->bound(pair);
    const Moments moments = bound.gaussian().forward(x);
    check("mu_" + letters, moments.mean);
    check("logvar_" + letters, moments.log_variance);
    check("lld_" + letters, bound.log_likelihood(x, y));
    const Tensor rows = bound.entropy_rows(y);
    check("u_" + letters, rows);
    check(letters + "_pos", rows.index({batch.labels > 0}));
    check(letters + "_neg", rows.index({batch.labels < 0}));
    if (!bound.history.empty()) check("H_" + letters, bound.entropy({rows, batch.labels}));
    likelihood = likelihood + bound.log_likelihood(x, y);
  }
  check("nce", contrast);
  check("lld", likelihood);
}

TEST(MmimParity, RepresentationsAndTermsEqualThePublishedCode) {
  for (const Case& recorded : of_kind("mmim_training"))
    for (const auto& [dtype, route, words] : kArithmetics) {
      SCOPED_TRACE(recorded.name() + words);
      MmimCase run(recorded, dtype, route);
      const auto forward = recorded.tensors("forward_f64.safetensors", dtype);
      expect_forward(run, forward, "b0");
      remember(run, "b0");
      expect_forward(run, forward, "b1");
    }
}

TEST(MmimParity, LastHiddenRowsEqualThePublishedCode) {
  for (const Case& recorded : of_kind("mmim_training")) {
    SCOPED_TRACE(recorded.name());
    MmimCase run(recorded, at::kDouble);
    const auto forward = recorded.tensors("forward_f64.safetensors", at::kDouble);
    const auto found = forward.find("b1.bert_last_hidden_rows0to3");
    if (found == forward.end()) continue;
    torch::NoGradGuard no_gradient;
    const Batch batch = run.batch("b1");
    const Bert& bert = *run.model->text_encoder();
    const Ragged rows = bert.encode(bert.embed(batch.tokens), 0, Rows::all);
    for (int64_t i = 0; i < found->second.size(0); ++i) {
      const int64_t from = rows.layout->begin(i), length = rows.layout->length(i);
      expect_close("hidden rows", rows.values.narrow(0, from, length), found->second[i].narrow(0, 0, length),
                   Tolerance::of(run.tolerances(), "forward"));
    }
  }
}

TEST(MmimParity, EveryGradientEqualsThePublishedCode) {
  for (const Case& recorded : of_kind("mmim_training"))
    for (const auto& [dtype, route, words] : kArithmetics) {
      SCOPED_TRACE(recorded.name() + words);
      MmimCase run(recorded, dtype, route);
      const auto gradients = recorded.tensors("grads.safetensors", dtype);
      const Tolerance tolerance = Tolerance::of(run.tolerances(), "loss");
      const Json& standalone = recorded.json.at("standalone_f64");

      const Tensor likelihood = run.model->losses(run.batch("b0"), step_of(0, 0)).total();
      expect_close("loss A", likelihood.item<double>(), number(standalone.at("A").at("loss")), tolerance);
      likelihood.backward();
      expect_gradients(run, gradients, "A.");
      for (const auto& parameter : run.model->named_parameters())
        EXPECT_EQ(parameter.value().grad().defined(), gradients.contains("A." + run.published(parameter.key())))
            << parameter.key();

      clear_gradients(*run.model);
      remember(run, "b0");
      const Losses main = run.model->losses(run.batch("b1"), step_of(1, run.options.entropy_from_batch));
      const Json& want = standalone.at("BM");
      expect_close("loss BM", main.total().item<double>(), number(want.at("loss")), tolerance);
      expect_close("y_loss", term(main, "task"), number(want.at("y_loss")), tolerance);
      expect_close("lld", term(main, "likelihood/"), number(want.at("lld")), tolerance);
      expect_close("nce", term(main, "contrast/"), number(want.at("nce")), tolerance);
      expect_close("H", term(main, "entropy/"), number(want.at("H")), tolerance);
      main.total().backward();
      expect_gradients(run, gradients, "BM.");
      const Tolerance norm{.rel = dtype == at::kDouble ? 1e-9 : 1e-4};
      expect_close("gradient norm", gradient_norm(*run.model), number(want.at("grad_norm_total")), norm);
    }
}

TEST(MmimParity, AnAbsentClassIsTreatedAsRecordedOrDropped) {
  for (const Case& recorded : of_kind("mmim_single_class")) {
    const auto gradients = recorded.tensors("grads_f64.safetensors", at::kDouble);
    for (const Json& sub : recorded.settings().at("subcases")) {
      const std::string tag = sub.at("tag"), compare = sub.at("compare");
      SCOPED_TRACE(recorded.name() + " " + tag);
      MmimCase run(recorded, at::kDouble);
      const bool memory = !sub.at("memory").is_null();
      if (memory) remember(run, sub.at("memory"));
      const Losses losses =
          run.model->losses(run.batch(sub.at("batch")), step_of(1, memory ? run.options.entropy_from_batch : 0));
      if (compare == "nothing") continue;
      const Tensor loss = losses.total();
      ASSERT_TRUE(at::isfinite(loss).item<bool>());
      loss.backward();
      expect_gradients(run, gradients, tag + ".");
      if (compare != "all") continue;
      const auto& listed = recorded.json.at("subcases");
      const Json want =
          *std::find_if(listed.begin(), listed.end(), [&](const Json& one) { return one.at("tag") == tag; });
      const Tolerance tolerance = Tolerance::of(run.tolerances(), "loss");
      expect_close("loss", loss.item<double>(), number(want.at("loss")), tolerance);
      expect_close("y_loss", term(losses, "task"), number(want.at("y_loss")), tolerance);
      expect_close("lld", term(losses, "likelihood/"), number(want.at("lld")), tolerance);
      expect_close("nce", term(losses, "contrast/"), number(want.at("nce")), tolerance);
      expect_close("H", term(losses, "entropy/"), number(want.at("H")), tolerance);
    }
  }
}

TEST(MmimParity, ABatchOfOneWorksWhereThePublishedCodeRaises) {
  for (const Case& recorded : of_kind("mmim_single_class")) {
    MmimCase run(recorded, at::kDouble);
    const Batch five = run.batch(run.smallest_batch());
    Batch one;
    one.tokens = {five.tokens.values.narrow(0, 0, five.tokens.layout->length(0)),
                  make_layout({five.tokens.layout->length(0)})};
    for (const Modality m : {Modality::visual, Modality::acoustic}) {
      const Ragged& stream = five.streams[m];
      one.streams[m] = {stream.values.narrow(0, 0, stream.layout->length(0)), make_layout({stream.layout->length(0)})};
    }
    one.labels = five.labels.narrow(0, 0, 1);
    torch::NoGradGuard no_gradient;
    const Tensor alone = run.model->predict(one).sentiment;
    EXPECT_EQ(alone.sizes(), at::IntArrayRef({1}));
    expect_close("prediction", alone, run.model->predict(five).sentiment.narrow(0, 0, 1), {.abs = 1e-12});
    EXPECT_TRUE(at::isfinite(run.model->losses(one, step_of(1, 0)).total()).item<bool>());
  }
}

}  // namespace
}  // namespace mmim::golden

// What MMIM says of utterances once it is trained; models/mmim.cpp has what it is and what it minimises.
#include "models/mmim.h"

namespace mmim {

Prediction Mmim::predict(const Batch& batch) const { return predict_from(encode(batch, {}), batch); }

Observed Mmim::observe(const Batch& batch) const {
  const PerModality<Tensor> h = encode(batch, {});
  Observed observed{predict_from(h, batch), {}};
  if (has_bounds())
    for (const Modality m : kModalities)
      if (has(m)) observed.rows.emplace_back(word(m), h[m]);
  return observed;
}

std::vector<std::pair<std::string, double>> Mmim::split_summary(const NamedTensors& rows, const Tensor& labels) const {
  PerModality<Tensor> h;
  for (const auto& [name, values] : rows)
    for (const Modality m : kModalities)
      if (word(m) == name) h[m] = values;
  std::vector<std::pair<std::string, double>> numbers;
  for (const Pair& pair : pairs_) {
    if (!has_bounds()) break;
    const Tensor bound = pair.bound->information(h[pair.x], h[pair.y], {h[pair.y], labels});
    if (bound.defined()) numbers.emplace_back("I_BA/" + pair.name, bound.item<double>());
  }
  return numbers;
}

Prediction Mmim::predict_from(const PerModality<Tensor>& h, const Batch& batch) const {
  const Tensor fused = fuse(h, batch, {});
  Prediction prediction{sentiment(h, fused), {}};
  for (const auto& [m, predictor] : predictors_)
    prediction.scores.emplace_back(word(m), contrastive_score(h[m], predictor->forward(fused)));
  return prediction;
}

NamedTensors Mmim::trace(const Batch& batch) const {
  const PerModality<Tensor> h = encode(batch, {});
  const Tensor fused = fuse(h, batch, {});
  NamedTensors steps;
  for (const Modality m : kModalities)
    if (has(m)) steps.emplace_back("h " + word(m), h[m]);
  steps.emplace_back("Z", fused);
  for (const auto& [m, predictor] : predictors_) steps.emplace_back("G(Z) " + word(m), predictor->forward(fused));
  for (const Pair& pair : pairs_) steps.emplace_back("entropy rows " + pair.name, pair.bound->entropy_rows(h[pair.y]));
  for (auto& step : Model::trace(batch)) steps.push_back(std::move(step));
  return steps;
}

}  // namespace mmim

#pragma once
#include "models/model.h"

namespace mmim {

/// The running mean of a model's parameters over updates: after update t = 1, 2, ... the mean is d times itself plus
/// 1 - d times the weights, d the smaller of `keeps` and t / (t + 10), so that the first weights are soon forgotten.
/// Buffers are not averaged. With keeps = 0 nothing is done.
class WeightAverage {
 public:
  WeightAverage(const Model& model, double keeps);
  bool active() const { return keeps_ > 0; }
  void update();
  /// Weights and mean change places. A second call undoes the first.
  void exchange();

  NamedTensors state() const;                                         ///< "mean/NAME" and "updates"
  void restore(const NamedTensors& state, const std::string& where);  ///< DataError for what does not fit the model

 private:
  double keeps_;
  int64_t updates_ = 0;
  std::vector<NamedParameter> weights_, means_;
};

/// A mean stands in the place of the weights as long as this object lives.
class InPlaceOfWeights {
 public:
  explicit InPlaceOfWeights(WeightAverage& average) : average_(average) { average_.exchange(); }
  ~InPlaceOfWeights() { average_.exchange(); }
  InPlaceOfWeights(const InPlaceOfWeights&) = delete;
  InPlaceOfWeights& operator=(const InPlaceOfWeights&) = delete;

 private:
  WeightAverage& average_;
};

}  // namespace mmim

#pragma once
#include <map>

#include "kernels/adam.h"
#include "models/model.h"
#include "tensor/compute.h"

namespace mmim {

/// Adam and its relatives (OptimizerOptions). Moments and step counts belong to the parameter, by name: one object
/// serves all stages. A parameter whose gradient is undefined is left alone (no moments, no step count, no decay); one
/// whose gradient is defined and zero decays. float32 and float64, CPU and CUDA.
class Optimizer {
 public:
  explicit Optimizer(Route route = Route::fused) : route_(route) {}
  Route route() const { return route_; }

  /// One update of `groups` from the gradients they hold now; `rate` multiplies every learning rate. Clipped gradients
  /// are what is stepped with; whether they also stay so in grad() depends on the route.
  void step(const std::vector<ParameterGroup>& groups, const OptimizerOptions& options, double rate = 1,
            const GradientClip& clip = {});

  /// "first/NAME", "second/NAME", "steps/NAME" for every parameter that was ever stepped.
  NamedTensors state() const;
  /// Replaces all moments by what state() gave. DataError names `where` and a tensor that fits no parameter of
  /// `stages`.
  void restore(const NamedTensors& state, const std::vector<Stage>& stages, const std::string& where);

 private:
  struct Moments {
    Tensor first, second;
    Tensor steps;  ///< on the CPU where the fused kernels step: they are told the count
  };
  bool fused(const Tensor& value) const;
  void step_fused(const std::vector<NamedParameter>& parameters, const AdamOptions& options, const GradientClip& clip);
  void step_reference(const std::vector<NamedParameter>& parameters, const AdamOptions& options,
                      const GradientClip& clip);
  Moments& of(const NamedParameter& parameter);
  Route route_;
  std::map<std::string, Moments> moments_;
};

}  // namespace mmim

#pragma once
#include <span>

#include "bench/workload.h"
#include "models/mmim.h"
#include "train/optimizer.h"

namespace mmim {

inline constexpr Compute kFp32{Route::fused, Precision::fp32};

/// MMIM with the paper's options and the published clip limit, which most updates exceed.
MmimOptions bench_options();
ModelInputs inputs_of(const Workload& workload, const Compute& compute);

/// Seconds of the parts of some updates.
struct UpdateParts {
  double forward = 0, backward = 0, clip_and_step = 0;
};

/// Our side: the model, its optimiser, and passes over batches through the calls that training makes.
class OurMmim {
 public:
  OurMmim(const Workload& workload, const Compute& compute);
  /// One pass of a stage (0: likelihood, 1: main) over `batches`. over all: nothing is frozen, as published.
  UpdateParts pass(int64_t stage, Clip::Over over, std::span<const Batch> batches);
  void predict(std::span<const Batch> batches);   ///< without gradients
  void forward_and_backward(const Batch& batch);  ///< of the main stage; gradients are left undefined
  Mmim& model() { return *model_; }
  int64_t parameters() const;

 private:
  std::shared_ptr<Mmim> model_;
  std::shared_ptr<Model> clocked_;
  std::vector<Stage> stages_;
  Optimizer optimizer_;
  int64_t count_ = 0;
};

/// Updates of parameters of these shapes whose gradients cost nothing: what clip and step alone take in
/// Updater::step().
class OurAdam {
 public:
  OurAdam(const std::vector<Tensor>& parameters, const std::vector<Tensor>& gradients, double learning_rate,
          double weight_decay, double clip);
  ~OurAdam();
  void step();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mmim

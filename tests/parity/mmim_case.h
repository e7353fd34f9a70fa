#pragma once
#include "models/mmim.h"
#include "parity/arithmetic.h"

namespace mmim::golden {

/// A recorded MMIM: model built from the case's JSON, parameters loaded, and its batches.
class MmimCase {
 public:
  MmimCase(const Case& recorded, torch::Dtype dtype, Route route = Route::reference);
  Batch batch(const std::string& name) const;            ///< "b0", "mix0", ...
  std::string published(const std::string& ours) const;  ///< the recording's name of a parameter
  Json tolerances() const;                               ///< of this precision
  std::string smallest_batch() const;                    ///< the name of a batch of two or more rows
  bool unused(const std::string& published) const;       ///< belongs to a pair or modality the case leaves out
  bool gradient_is_noise(const std::string& published) const;

  MmimOptions options;
  std::shared_ptr<Mmim> model;
  torch::Dtype dtype;

 private:
  const Case& recorded_;
  std::map<std::string, Tensor> batches_;
};

/// "tv" -> "text-visual", "t" -> "text".
std::string pair_of(const std::string& letters);
Modality modality_of_letter(char letter);

}  // namespace mmim::golden

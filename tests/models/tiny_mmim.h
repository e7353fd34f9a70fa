#pragma once
#include <map>

#include "models/mmim.h"

namespace mmim {

inline constexpr int64_t kTinyBatch = 6;

/// MMIM with a BERT of one layer and a handful of numbers per vector, without dropout in BERT and before fusion; the
/// entropy counts from two rows a class on.
MmimOptions tiny_options();
/// In float64; the same options have the same weights.
std::shared_ptr<Mmim> tiny_mmim(const MmimOptions& options);
/// Utterances with texts and streams of different lengths, labels of both signs; `number` chooses which.
Batch tiny_batch(int64_t number = 0, int64_t size = kTinyBatch);

Step main_step(int64_t batch = 0, int64_t epoch = 0);
Step likelihood_step(int64_t batch = 0, int64_t epoch = 0);

/// Each term's weight by its name.
std::map<std::string, double> weights(const Losses& losses);
double value_of(const Losses& losses, const std::string& term);
/// Names of the parameters a stage steps.
std::vector<std::string> stepped_by(const Stage& stage);
/// The gradient of what a batch minimises, by the names of the parameters that get one.
std::map<std::string, Tensor> gradients(Mmim& model, const Batch& batch, const Step& step);

}  // namespace mmim

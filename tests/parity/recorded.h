#pragma once
#include <functional>
#include <set>

#include "losses/regression.h"
#include "models/catalog.h"
#include "parity/arithmetic.h"
#include "parity/stages.h"
#include "published/catalog.h"

namespace mmim::golden {

using Recorded = std::map<std::string, Tensor>;

/// What a system's test tells the comparison: how a case becomes a model and batches of ours, and what the recording
/// calls what the model computes.
struct System {
  std::string kind;   ///< of the cases
  std::string model;  ///< its name in the catalogue, under which its published names stand
  std::function<std::shared_ptr<Model>(const Case&, const Compute&)> build;
  /// The batch of "step1/in/*", ...; given those tensors without that beginning.
  std::function<Batch(const Case&, const Recorded& in)> batch;
  /// What the model computes on the way of a training step, by its recorded name without "stepN/": "out/pred", ...
  std::function<NamedTensors(Model&, const Batch&, const Step&)> outputs;
  /// Recorded loss terms by name without "stepN/loss/", from ours; "total" is compared without being listed.
  std::function<std::map<std::string, Tensor>(const Losses&, const Batch&)> terms;
  /// What the model reads of a step besides the batch (recorded noise); may be empty.
  std::function<void(Model&, const Recorded& in)> before_step = {};
  std::set<std::string> unused = {};  ///< recorded parameters that no module of ours has
};

/// Whether one of the patterns is found in a name.
bool contains_any(const std::string& name, const Json& patterns);
/// A frozen encoder of ours whose rows the recording gives has no tensors there.
bool beyond_recording(const Case& recorded, const std::string& ours);
NamedTensors parameters_and_buffers(const Model& model);

/// Inputs for a model whose text is recorded as rows, from blocks (B, T, d): their widths and lengths, padding behind.
ModelInputs frozen_text_inputs(const Case& recorded, const Compute& compute, const PerModality<Tensor>& blocks);
/// A batch of such blocks, every row counting.
Batch frozen_text_batch(const PerModality<Tensor>& blocks, const Tensor& labels);
/// case.bert: the geometry of a recorded encoder.
BertOptions recorded_bert(const Case& recorded);
/// case.loss: task and reduction.
RegressionOptions recorded_loss(const Case& recorded);

/// The model of a case with the recorded parameters and buffers.
std::shared_ptr<Model> build_and_load(const System& system, const Case& recorded, const Arithmetic& arithmetic);
/// Tensors of `all` below `prefix`, without it.
Recorded below(const Recorded& all, const std::string& prefix);
/// The one stage of a recorded optimiser over the model's parameters.
Stage recorded_stage(const Case& recorded, const std::string& model, const Model& built);
/// A stream from a padded block (B, T, d) (`time_first`: (T, B, d)) and lengths.
Ragged stream_of(const Tensor& block, const std::vector<int64_t>& lengths, bool time_first = false);
/// A stream of one length without padding.
Ragged stream_of(const Tensor& block);
std::vector<int64_t> integers_of(const Tensor& tensor);

}  // namespace mmim::golden

#pragma once
#include <filesystem>

#include "core/json.h"
#include "data/batch.h"
#include "nn/bert.h"

namespace mmim {

/// What the benchmark computes on.
struct WorkloadOptions {
  std::string data{}, encoder{};  ///< an imported data set; a Hugging Face BERT folder or hub name; "": none
  std::string geometry{};         ///< of a text encoder with random weights; "": the encoder's own, else base
  int64_t batch_size = 32;
  int64_t batches = 8;  ///< of a shuffled epoch, with a seed that never changes
};

/// Batches of an epoch, and the geometry they are computed in.
struct Workload {
  std::string name;        ///< what it was made from, in words
  bool synthetic = false;  ///< lengths drawn after MOSI's quantiles, no data read
  std::vector<Batch> batches;
  int64_t utterances = 0, tokens = 0;  ///< of the whole split
  PerModality<int64_t> widths;
  BertOptions text;
  std::string text_name;          ///< the encoder, in words
  std::filesystem::path weights;  ///< pre-trained ones; empty: random
  std::string geometry;           ///< name of the geometry; "" where it is the encoder's own

  int64_t batch_tokens() const;      ///< of `batches` together
  int64_t batch_utterances() const;  ///< likewise
  const Batch& typical() const;      ///< the batch whose number of tokens is nearest to the mean
  Json to_json() const;
};

/// With data: the first shuffled batches of the training split, cut by the encoder's vocabulary (else by that of the
/// data). Without: a synthetic workload. Never both. UsageError for an unknown geometry; errors of the data as in
/// training.
Workload make_workload(const WorkloadOptions& options);

/// "base", "mini" or "tiny": the geometry of a BERT.
BertOptions geometry_named(const std::string& name);

/// Lengths of `count` streams whose quantiles follow a piecewise-linear curve through (share, length), in an order that
/// depends on `stream` alone: no sampling noise.
std::vector<int64_t> lengths_along(const std::vector<std::pair<double, double>>& curve, int64_t count,
                                   const char* stream);

/// A stream of rows drawn from N(0, 1).
Ragged random_stream(const std::vector<int64_t>& lengths, int64_t width);

}  // namespace mmim

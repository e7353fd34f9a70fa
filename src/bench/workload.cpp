#include "bench/workload.h"

#include <algorithm>
#include <cmath>

#include "bench/mosi_lengths.h"
#include "core/error.h"
#include "core/keys.h"
#include "data/prepared_split.h"
#include "predict/encoder.h"
#include "predict/run.h"

namespace mmim {

namespace {

constexpr uint64_t kKey = 20211107;  // of the shuffle and of everything drawn here
constexpr int64_t kLimit = 50;       // word pieces

struct Geometry {
  const char* name;
  BertOptions options;
};

const std::vector<Geometry>& geometries() {
  static const std::vector<Geometry> all{
      {"base", {.vocabulary = 30522, .width = 768, .layers = 12, .heads = 12, .inner = 3072}},
      {"mini", {.vocabulary = 30522, .width = 384, .layers = 6, .heads = 12, .inner = 1536}},
      {"tiny", {.vocabulary = 2000, .width = 32, .layers = 2, .heads = 4, .inner = 64}},
      {"mpnet-base",
       {.vocabulary = 30527,
        .width = 768,
        .layers = 12,
        .heads = 12,
        .inner = 3072,
        .positions = 514,
        .epsilon = 1e-5,
        .type = "mpnet"}}};
  return all;
}

Batch synthetic_batch(const std::vector<int64_t>& rows, const std::vector<int64_t>& lengths, const Workload& workload) {
  std::vector<int64_t> pieces, frames;
  for (const int64_t row : rows) {
    const int64_t length = lengths[static_cast<size_t>(row)];
    pieces.push_back(length);
    frames.push_back(std::clamp<int64_t>(length - 2, 1, kMosiRows));
  }
  Batch batch;
  const auto layout = make_layout(pieces, rows);
  batch.tokens = {at::randint(999, workload.text.vocabulary, {layout->total()}, at::kLong), layout};
  batch.word_of_piece = batch.tokens.with(at::zeros({layout->total()}, at::kLong));
  batch.streams.visual = random_stream(frames, workload.widths.visual);
  batch.streams.acoustic = random_stream(frames, workload.widths.acoustic);
  batch.labels = at::randn({static_cast<int64_t>(rows.size())}).clamp(-3, 3);
  return batch;
}

void add_synthetic(Workload& workload, const WorkloadOptions& options) {
  const std::vector<int64_t> lengths = lengths_along(mosi_pieces(), kMosiUtterances, "pieces");
  workload.synthetic = true;
  workload.name = "SYNTHETIC: no data read, lengths follow the quantiles of MOSI's training split";
  workload.utterances = kMosiUtterances;
  for (const int64_t length : lengths) workload.tokens += length;
  workload.widths = {0, 20, 5};
  torch::manual_seed(kKey);
  auto plan = batches_of(kMosiUtterances, options.batch_size, kKey);
  plan.resize(std::min<size_t>(plan.size(), static_cast<size_t>(options.batches)));
  for (const auto& rows : plan) workload.batches.push_back(synthetic_batch(rows, lengths, workload));
}

void add_real(Workload& workload, const WorkloadOptions& options, const Dataset& dataset, const WordPieces& pieces) {
  const PreparedSplit split(dataset.split(SplitName::train), dataset.info, pieces, kLimit);
  workload.name = dataset.info.name + ", split train of " + options.data;
  workload.utterances = split.size();
  workload.tokens = split.total_pieces();
  for (const Modality stream : kRowStreams) workload.widths[stream] = dataset.info.streams[stream].width;
  auto plan = batches_of(split.size(), options.batch_size, kKey);
  plan.resize(std::min<size_t>(plan.size(), static_cast<size_t>(options.batches)));
  for (const auto& rows : plan) workload.batches.push_back(split.batch(rows, torch::kCPU));
}

void check_real(const Dataset& dataset, const std::string& folder) {
  if (dataset.split(SplitName::train).size() == 0) throw DataError(folder + ": split train has no utterance");
  for (const Modality stream : kRowStreams)
    if (dataset.info.streams[stream].width == 0)
      throw DataError(folder + ": the benchmark needs the " + word(stream) + " stream, which is not there");
}

}  // namespace

BertOptions geometry_named(const std::string& name) {
  std::vector<std::string> known;
  for (const Geometry& one : geometries()) {
    if (name == one.name) return one.options;
    known.push_back(one.name);
  }
  throw UsageError("--geometry `" + name + "` is none of " + listing(known) + did_you_mean(name, known));
}

Workload make_workload(const WorkloadOptions& options) {
  Workload workload;
  const bool own = options.geometry.empty() && !options.encoder.empty();
  workload.geometry = own ? "" : options.geometry.empty() ? "base" : options.geometry;
  if (!own) workload.text = geometry_named(workload.geometry);
  workload.text_name = workload.text.kind().title + " of geometry " + workload.geometry + ", random weights";
  Dataset dataset;
  if (!options.data.empty()) check_real(dataset = Dataset::open(options.data), options.data);
  EncoderSource encoder;
  if (!options.encoder.empty() || !options.data.empty()) {
    TextOptions text;
    text.encoder = options.encoder;
    encoder = find_encoder(text, dataset);
    if (own) {
      workload.text = encoder.geometry;
      workload.weights = encoder.weights;
      workload.text_name = encoder_name(encoder.sha256, encoder.name);
    }
    workload.text.vocabulary = std::max(workload.text.vocabulary, encoder.pieces->size());
  }
  if (workload.text.longest() < kLimit)
    throw ConfigError("an encoder of " + std::to_string(workload.text.longest()) + " positions is too short for " +
                      std::to_string(kLimit) + " word pieces");
  if (options.data.empty())
    add_synthetic(workload, options);
  else
    add_real(workload, options, dataset, *encoder.pieces);
  return workload;
}

int64_t Workload::batch_tokens() const {
  int64_t sum = 0;
  for (const Batch& batch : batches) sum += batch.tokens.layout->total();
  return sum;
}

int64_t Workload::batch_utterances() const {
  int64_t sum = 0;
  for (const Batch& batch : batches) sum += batch.size();
  return sum;
}

const Batch& Workload::typical() const {
  const double mean = static_cast<double>(batch_tokens()) / static_cast<double>(batches.size());
  const auto distance = [&](const Batch& batch) {
    return std::abs(static_cast<double>(batch.tokens.layout->total()) - mean);
  };
  return *std::min_element(batches.begin(), batches.end(),
                           [&](const Batch& a, const Batch& b) { return distance(a) < distance(b); });
}

Json Workload::to_json() const {
  return {{"name", name},
          {"synthetic", synthetic},
          {"text_encoder", text_name},
          {"batches", batches.size()},
          {"batch_utterances", batch_utterances()},
          {"batch_tokens", batch_tokens()},
          {"utterances", utterances},
          {"tokens", tokens}};
}

std::vector<int64_t> lengths_along(const std::vector<std::pair<double, double>>& curve, int64_t count,
                                   const char* stream) {
  std::vector<int64_t> lengths;
  for (const int64_t place : permutation(count, subkey(kKey, stream))) {
    const double share = (static_cast<double>(place) + 0.5) / static_cast<double>(count);
    size_t i = 1;
    while (i + 1 < curve.size() && curve[i].first < share) ++i;
    const auto [low, from] = curve[i - 1];
    const auto [high, to] = curve[i];
    lengths.push_back(std::llround(from + (to - from) * (share - low) / (high - low)));
  }
  return lengths;
}

Ragged random_stream(const std::vector<int64_t>& lengths, int64_t width) {
  const auto layout = make_layout(lengths);
  return {at::randn({layout->total(), width}), layout};
}

}  // namespace mmim

#include "predict/setup.h"

#include "core/error.h"
#include "core/sentence.h"
#include "core/version.h"
#include "kernels/operations.h"
#include "nn/bert.h"
#include "predict/build_model.h"
#include "tensor/device.h"
#include "tensor/random.h"

namespace mmim {

void Setup::build() {
  torch::manual_seed(Random(static_cast<uint64_t>(config.seed)).key("weights"));
  model = build_model(config, encoder.geometry, DataCard::of(dataset));
  if (encoder.weights.empty() || !model->text_encoder()) return;
  LoadedWeights loaded = load_bert_weights(*model->text_encoder(), encoder.weights);
  encoder.left_out = std::move(loaded.left_out);
  if (config.text.pool == Pool::pooler && !loaded.pooler)
    throw ConfigError(
        sentence("option `text.pool`: the weights of {} hold no pooler; cls and mean need none", encoder.name));
}

TrainedModel Setup::trained() const {
  TrainedModel trained;
  trained.config = config;
  trained.model = model;
  trained.pieces = encoder.pieces;
  trained.encoder = encoder.geometry;
  trained.data = DataCard::of(dataset);
  trained.record = {{"version", program_version()},
                    {"model", config.model},
                    {"preset", config.preset},
                    {"seed", config.seed},
                    {"protocol", word(config.train.select)},
                    {"encoder", encoder.name},
                    {"encoder_sha256", encoder.sha256},
                    {"vocabulary_sha256", encoder.pieces->fingerprint()},
                    {"data", dataset.info.name},
                    {"data_fingerprint", dataset.info.fingerprint},
                    {"synthetic", dataset.info.synthetic},
                    {"machine", say_machine(device) + ", " + say_compute(config.train.compute, device)}};
  return trained;
}

}  // namespace mmim

#pragma once
#include <filesystem>

#include "corpus/dataset.h"
#include "predict/config.h"
#include "results/provenance.h"
#include "text/word_pieces.h"

namespace mmim {

/// Text encoder of a configuration: geometry, vocabulary, and where its weights are.
struct EncoderSource {
  BertOptions geometry;
  std::shared_ptr<const WordPieces> pieces;
  std::filesystem::path weights;        ///< Hugging Face folder; empty: random weights
  std::string name;                     ///< as it was asked for; "random"
  std::string sha256;                   ///< of the weights file; "" for random weights
  std::vector<std::string> left_out{};  ///< tensors of the weights that are no part of a BERT, once they are read
};

/// From `text.encoder` (a folder, or a hub name in the local Hugging Face cache; no network), else small and random
/// with vocabulary_of the training split. UsageError says where was looked and how to get an encoder.
EncoderSource find_encoder(const TextOptions& options, const Dataset& dataset);

/// The snapshot folder of hub name "org/model" or "model" in the local cache ($HF_HUB_CACHE, $HUGGINGFACE_HUB_CACHE,
/// $HF_HOME/hub, $XDG_CACHE_HOME/huggingface/hub, ~/.cache/huggingface/hub); empty when it is not there. `looked` gets
/// the caches that were searched.
std::filesystem::path hub_snapshot(const std::string& hub_name, std::vector<std::string>& looked);

}  // namespace mmim

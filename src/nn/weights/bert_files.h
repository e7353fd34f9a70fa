#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace mmim {

/// The files that hold the weights of a Hugging Face folder: model.safetensors, pytorch_model.bin or the shards that
/// either's index names, also in gzip or xz; else the one .safetensors, .bin, .pt, .pth or .ckpt file. DataError when
/// there is none or several, naming what is there, weights of TensorFlow and Flax among it.
std::vector<std::filesystem::path> bert_weight_files(const std::filesystem::path& folder);

/// config.json of the folder, or bert_config.json as it was called at first; empty when neither is there.
std::filesystem::path bert_config_file(const std::filesystem::path& folder);

/// The checksum of the weights: that of the one file, or of the list of the checksums of several.
std::string sha256_of_weights(const std::vector<std::filesystem::path>& files);

}  // namespace mmim

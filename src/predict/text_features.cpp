#include "predict/text_features.h"

#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "data/prefetch.h"
#include "kernels/operations.h"
#include "nn/weights/arrays.h"
#include "tensor/device.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr const char* kRows = "rows";

fs::path cache_folder(const std::string& given) {
  if (!given.empty()) return given;
  for (const auto& [variable, below] : {std::pair{"XDG_CACHE_HOME", ""}, std::pair{"HOME", ".cache"}})
    if (const char* value = std::getenv(variable); value && *value) return fs::path(value) / below / "mmim";
  return {};
}

std::string name_of(const PreparedSplit& split, const EncoderSource& encoder, const RunConfig& config,
                    torch::Device device, int64_t each) {
  const auto hash = [](const std::vector<int64_t>& numbers) { return sha256(std::as_bytes(std::span(numbers))); };
  const std::string said = encoder.sha256 + encoder.geometry.to_json().dump() + encoder.pieces->fingerprint() +
                           hash(split.ids()) + hash(split.offsets()) + say_machine(device) +
                           say_compute(config.train.compute, device) +
                           (each > 0 ? ", padded " + std::to_string(each) : "");
  return sha256(std::as_bytes(std::span(said)));
}

/// Undefined when the file is not there, damaged or not of this split.
Tensor cached(const fs::path& file, int64_t count, int64_t width) {
  if (!fs::is_regular_file(file)) return {};
  try {
    Tensor rows = to_tensor(read_safetensors(file).at(kRows, file.string()));
    if (rows.sizes() == at::IntArrayRef{count, width} && rows.scalar_type() == at::kFloat) return rows;
  } catch (const DataError&) {  // a cache may be lost
  }
  return {};
}

void keep(const fs::path& file, const Tensor& rows) {
  try {
    make_folder(file.parent_path());
    NamedArrays arrays;
    arrays.arrays.emplace_back(kRows, to_array(rows));
    write_safetensors(file, arrays);
  } catch (const Error&) {  // no room, no permission: the features are in memory all the same
  }
}

int64_t rows_of(const PreparedSplit& split, int64_t each) {
  return each > 0 ? split.size() * each : split.total_pieces();
}

Tensor computed(const Bert& bert, const PreparedSplit& split, torch::Device device, int64_t each) {
  constexpr int64_t batch_size = 32;
  const torch::NoGradGuard no_gradient;
  Tensor rows = at::empty({rows_of(split, each), bert.options().width}, at::kFloat);
  const auto batches = batches_of(split.size(), batch_size, {});
  Prefetch loader(split, batches, device);
  int64_t at = 0;
  for (size_t i = 0; i < batches.size(); ++i) {
    const Batch batch = loader.next();
    const Ragged encoded =
        each > 0 ? bert.encode_padded(batch.tokens, each) : bert.encode(bert.embed(batch.tokens), 0, Rows::all);
    const Tensor values = encoded.values.to(torch::kCPU);
    rows.narrow(0, at, values.size(0)).copy_(values);
    at += values.size(0);
  }
  return rows;
}

}  // namespace

Tensor text_features(Bert& bert, const PreparedSplit& split, const EncoderSource& encoder, const RunConfig& config,
                     torch::Device device, int64_t each) {
  const fs::path folder = encoder.weights.empty() ? fs::path() : cache_folder(config.text.cache);
  if (folder.empty()) return computed(bert, split, device, each);
  const fs::path file = folder / "text-features" / (name_of(split, encoder, config, device, each) + ".safetensors");
  Tensor rows = cached(file, rows_of(split, each), bert.options().width);
  if (rows.defined()) return rows;
  rows = computed(bert, split, device, each);
  keep(file, rows);
  return rows;
}

}  // namespace mmim

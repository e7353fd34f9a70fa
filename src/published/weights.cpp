#include "published/weights.h"

#include "core/error.h"
#include "nn/weights/state_dictionary.h"

namespace mmim {

PublishedWeights PublishedWeights::read(const std::filesystem::path& file) {
  StateDictionary state = read_state_dictionary(file);
  if (state.tensors.empty()) throw DataError(file.string() + ": holds no tensor");
  PublishedWeights weights;
  weights.path_ = file;
  weights.beside_ = std::move(state.beside);
  for (auto& [name, array] : state.tensors) weights.entries_.push_back({name, std::move(array)});
  return weights;
}

}  // namespace mmim

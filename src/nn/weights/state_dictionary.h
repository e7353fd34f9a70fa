#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// Tensors by name, as a program saved them, and what lies beside them in the file.
struct StateDictionary {
  std::vector<std::pair<std::string, Array>> tensors;  ///< names without inner wrappers
  std::vector<std::string> beside;                     ///< keys of what is not read, e.g. `epoch`, `args`
};

/// The weights in a file: .safetensors, or what torch.save or pickle wrote. They are the dictionary itself or the one
/// dictionary within it that has by far the most tensors (state_dict, model, net, ...). DataError when there is none,
/// or several (naming them), each with a remedy for the file at hand.
StateDictionary read_state_dictionary(const std::filesystem::path& file);

/// "`a`, `b` and `c`"; of more than six names the first six, and how many there are.
std::string some_of(const std::vector<std::string>& names);

}  // namespace mmim

#pragma once
#include <string>
#include <vector>

namespace mmim {

/// The name of a tensor without what wrappers put within it: "_orig_mod." (torch.compile), "_fsdp_wrapped_module.",
/// "_checkpoint_wrapped_module.".
std::string without_inner_wrappers(std::string name);

/// What wrappers put before the names of all tensors ("module.", "model.", "0.auto_model.", in any number and order):
/// the beginnings behind which a name is one of `anchors`. Each is empty or ends with a dot; sorted, each once.
std::vector<std::string> wrapper_prefixes(const std::vector<std::string>& names,
                                          const std::vector<std::string>& anchors);

}  // namespace mmim

#include "nn/weights/wrapper_prefix.h"

#include <set>

namespace mmim {

std::string without_inner_wrappers(std::string name) {
  for (const std::string wrapper : {"_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."})
    for (size_t at = name.find(wrapper); at != name.npos; at = name.find(wrapper, at))
      if (at == 0 || name[at - 1] == '.')
        name.erase(at, wrapper.size());
      else
        ++at;
  return name;
}

std::vector<std::string> wrapper_prefixes(const std::vector<std::string>& names,
                                          const std::vector<std::string>& anchors) {
  std::set<std::string> prefixes;
  for (const std::string& name : names)
    for (const std::string& anchor : anchors) {
      if (!name.ends_with(anchor)) continue;
      const std::string before = name.substr(0, name.size() - anchor.size());
      if (before.empty() || before.ends_with('.')) prefixes.insert(before);
    }
  return {prefixes.begin(), prefixes.end()};
}

}  // namespace mmim

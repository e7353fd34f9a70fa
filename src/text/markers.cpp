#include "text/markers.h"

#include <algorithm>

namespace mmim {

Markers Markers::of(const std::vector<std::string>& tokens) {
  const auto has = [&](const char* token) { return std::find(tokens.begin(), tokens.end(), token) != tokens.end(); };
  if (!has("<s>") || !has("</s>") || !has("<pad>")) return {};
  const bool mpnet = has("[UNK]");
  return {.begin = "<s>",
          .end = "</s>",
          .unknown = mpnet ? "[UNK]" : "<unk>",
          .padding = "<pad>",
          .spelled = {{"<s>"}, {"</s>"}, {"<pad>"}, {"<mask>", false, true}, {"[UNK]"}, {"<unk>", true}}};
}

}  // namespace mmim

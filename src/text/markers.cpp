#include "text/markers.h"

#include <algorithm>

namespace mmim {

Markers Markers::of(const std::vector<std::string>& tokens) {
  const auto has = [&](const char* token) { return std::find(tokens.begin(), tokens.end(), token) != tokens.end(); };
  if (!has("<s>") || !has("</s>") || !has("<pad>")) return {};
  return {.begin = "<s>",
          .end = "</s>",
          .unknown = "[UNK]",
          .padding = "<pad>",
          .spelled = {{"<s>"}, {"</s>"}, {"<pad>"}, {"<mask>"}, {"[UNK]"}, {"<unk>", true}}};
}

}  // namespace mmim

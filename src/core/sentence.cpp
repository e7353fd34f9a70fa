#include "core/sentence.h"

namespace mmim {

std::string fill_sentence(std::string_view pattern, std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    const size_t gap = pattern.find("{}");
    text.append(pattern.substr(0, gap)).append(part);
    pattern.remove_prefix(gap + 2);
  }
  return text.append(pattern);
}

}  // namespace mmim

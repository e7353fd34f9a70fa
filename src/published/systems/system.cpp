#include "published/systems/system.h"

#include <algorithm>

#include "corpus/dataset.h"

namespace mmim {

namespace {

std::string exchange_beginning(const std::string& name, const Renaming& table) {
  for (const auto& [here, there] : table)
    if (name.starts_with(here)) return there + name.substr(here.size());
  return name;
}

std::string exchange_part(const std::string& name, const Renaming& table) {
  for (const auto& [here, there] : table)
    if (const size_t at = name.find(here); at != std::string::npos)
      return name.substr(0, at) + there + name.substr(at + here.size());
  return name;
}

std::string exchange_sign(std::string text, char sign, const std::string& by) {
  if (const size_t at = text.find(sign); at != std::string::npos) text.replace(at, 1, by);
  return text;
}

OptionTrace of_stream(OptionTrace trace, Modality stream) {
  trace.option = of_stream(trace.option, stream);
  std::visit(
      [&](auto& told) {
        if constexpr (requires { told.tensor; }) told.tensor = of_stream(told.tensor, stream);
      },
      trace.told);
  return trace;
}

}  // namespace

std::vector<std::string> PublishedSystem::names(const std::string& ours) const {
  const std::string name = exchange_part(exchange_beginning(ours, beginnings), parts);
  const std::string other = exchange_beginning(name, also);
  return other == name ? std::vector{name} : std::vector{name, other};
}

bool PublishedSystem::is_idle(const std::string& published) const {
  if (published.ends_with("embeddings.position_ids")) return true;  // a buffer of every published BERT
  return std::any_of(idle.begin(), idle.end(),
                     [&](const std::string& part) { return published.find(part) != std::string::npos; });
}

std::string of_stream(std::string text, Modality stream) { return exchange_sign(std::move(text), '@', word(stream)); }

std::string numbered(std::string text, int64_t number) {
  return exchange_sign(std::move(text), '#', std::to_string(number));
}

std::vector<OptionTrace> of_streams(const std::vector<OptionTrace>& traces) {
  std::vector<OptionTrace> all;
  for (const OptionTrace& trace : traces) {
    if (trace.option.find('@') == std::string::npos) {
      all.push_back(trace);
      continue;
    }
    for (const Modality stream : kRowStreams) all.push_back(of_stream(trace, stream));
  }
  return all;
}

}  // namespace mmim

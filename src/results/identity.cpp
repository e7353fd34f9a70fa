#include "results/identity.h"

#include <span>
#include <vector>

#include "core/names.h"
#include "core/sha256.h"

namespace mmim {

std::string configuration_sha256(const Json& numbers) {
  const std::string text = numbers.dump();
  return sha256(std::as_bytes(std::span(text)));
}

std::string CellIdentity::difference(const CellIdentity& other) const {
  std::vector<std::string> parts;
  if (configuration != other.configuration) parts.emplace_back("the configuration");
  if (data != other.data) parts.emplace_back("the data");
  if (encoder != other.encoder) parts.emplace_back("the text encoder");
  if (program != other.program) parts.emplace_back("the program");
  return listing(parts);
}

}  // namespace mmim

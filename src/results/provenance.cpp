#include "results/provenance.h"

namespace mmim {

std::string encoder_name(const std::string& sha256, const std::string& given) {
  static const std::map<std::string, std::string> known{
      {"53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", "all-MiniLM-L6-v2"}};
  const auto found = known.find(sha256);
  return found == known.end() ? given : found->second;
}

}  // namespace mmim

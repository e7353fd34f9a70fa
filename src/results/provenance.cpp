#include "results/provenance.h"

#include <map>
#include <set>
#include <vector>

#include "core/names.h"
#include "core/sha256.h"

namespace mmim {

bool Provenance::same_table(const Provenance& other) const {
  const auto fits = [&](std::string Provenance::*fact) {
    return (this->*fact).empty() || (other.*fact).empty() || this->*fact == other.*fact;
  };
  return fits(&Provenance::data) && fits(&Provenance::fingerprint) && fits(&Provenance::split) &&
         fits(&Provenance::encoder) && fits(&Provenance::encoder_sha256) && fits(&Provenance::protocol) &&
         (data.empty() || other.data.empty() || synthetic == other.synthetic);
}

std::string Provenance::difference(const Provenance& other) const {
  std::vector<std::string> parts;
  const auto hold = [&](const char* what, std::string Provenance::*hash) {
    if (this->*hash != other.*hash) parts.emplace_back(what);
  };
  hold("the configuration", &Provenance::configuration_sha256);
  hold("the data", &Provenance::fingerprint);
  hold("the text encoder", &Provenance::encoder_sha256);
  hold("the program", &Provenance::program);
  return listing(parts);
}

std::string table_difference(std::span<const Provenance> all) {
  std::set<std::string> data, fingerprints, splits, encoders, protocols, kinds;
  for (const Provenance& one : all) {
    data.insert(one.data);
    fingerprints.insert(one.fingerprint.substr(0, 12));
    splits.insert(one.split);
    encoders.insert(one.encoder + " (" + one.encoder_sha256.substr(0, 12) + ")");
    protocols.insert(one.protocol);
    kinds.insert(one.synthetic ? "synthetic" : "real");
  }
  std::string text;
  const auto say = [&](const std::string& what, const std::set<std::string>& values) {
    if (values.size() < 2) return;
    text += (text.empty() ? "" : "; ") + what;
    for (const std::string& value : values) text += (value == *values.begin() ? " " : ", ") + value;
  };
  say("data sets", data);
  if (data.size() == 1) say("data of one name but with hashes", fingerprints);
  say("splits", splits);
  say("text encoders", encoders);
  say("protocols", protocols);
  say("data that are", kinds);
  return text;
}

std::string configuration_sha256(const Json& numbers) {
  const std::string text = numbers.dump();
  return sha256(std::as_bytes(std::span(text)));
}

std::string encoder_name(const std::string& sha256, const std::string& given) {
  static const std::map<std::string, std::string> known{
      {"53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", "all-MiniLM-L6-v2"}};
  const auto found = known.find(sha256);
  return found == known.end() ? given : found->second;
}

}  // namespace mmim

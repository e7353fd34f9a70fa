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
         (data.empty() || other.data.empty() ||
          (synthetic == other.synthetic && label == other.label && labels == other.labels));
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

void write_labels(const Provenance& provenance, Json& json) {
  if (!provenance.label.empty()) json["label"] = provenance.label;
  if (provenance.labels != LabelRange{}) json["label_range"] = {provenance.labels.low, provenance.labels.high};
}

void read_labels(const Json& json, Provenance& provenance) {
  provenance.label = json.value("label", "");
  provenance.labels = {};
  if (!json.contains("label_range")) return;
  provenance.labels = {json.at("label_range").at(0).get<double>(), json.at("label_range").at(1).get<double>()};
}

std::string table_difference(std::span<const Provenance> all) {
  std::set<std::string> data, fingerprints, splits, encoders, protocols, kinds, labels;
  for (const Provenance& one : all) {
    data.insert(one.data);
    fingerprints.insert(one.fingerprint.substr(0, 12));
    splits.insert(one.split);
    encoders.insert(one.encoder + " (" + one.encoder_sha256.substr(0, 12) + ")");
    protocols.insert(one.protocol);
    kinds.insert(one.synthetic ? "synthetic" : "real");
    labels.insert((one.label.empty() ? "" : one.label + " ") + "from " + say(one.labels));
  }
  std::string text;
  const auto tell = [&](const std::string& what, const std::set<std::string>& values) {
    if (values.size() < 2) return;
    text += (text.empty() ? "" : "; ") + what;
    for (const std::string& value : values) text += (value == *values.begin() ? " " : ", ") + value;
  };
  tell("data sets", data);
  if (data.size() == 1)
    tell("data of one name that changed in between, as by another import, with hashes", fingerprints);
  tell("splits", splits);
  tell("text encoders", encoders);
  tell("protocols", protocols);
  tell("data that are", kinds);
  tell("labels", labels);
  return text;
}

std::string configuration_sha256(const Json& numbers) {
  const std::string text = numbers.dump();
  return sha256(std::as_bytes(std::span(text)));
}

std::string encoder_warning(const Provenance& provenance) {
  const bool random = provenance.encoder == kRandomEncoder && provenance.encoder_sha256.empty();
  if (!random || provenance.synthetic) return "";
  return "the text encoder is a small BERT with random weights, as no --text.encoder was given: these numbers say "
         "little of the system";
}

std::string encoder_name(const std::string& sha256, const std::string& given) {
  static const std::map<std::string, std::string> known{
      {"53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", "all-MiniLM-L6-v2"},
      {"78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658", "all-mpnet-base-v2"}};
  const auto found = known.find(sha256);
  return found == known.end() ? given : found->second;
}

}  // namespace mmim

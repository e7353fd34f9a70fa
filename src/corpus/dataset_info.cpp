#include "core/error.h"
#include "corpus/dataset.h"

namespace mmim {

std::string word(SplitName split) {
  return split == SplitName::train ? "train" : split == SplitName::valid ? "valid" : "test";
}

SplitName split_of(const std::string& text) {
  if (text == "dev") return SplitName::valid;
  for (const SplitName split : kSplits)
    if (text == word(split)) return split;
  throw UsageError("split `" + text + "` is none of train, valid and test" +
                   did_you_mean(text, {"train", "valid", "test"}));
}

std::string word(Side side) { return side == Side::front ? "front" : "back"; }

std::string word(Alignment alignment) {
  return alignment == Alignment::none ? "none" : alignment == Alignment::words ? "words" : "pieces";
}

Json DatasetInfo::to_json() const {
  Json stream_table = Json::object();
  for (const Modality m : kModalities)
    if (const StreamInfo& stream = streams[m]; stream.width > 0)
      stream_table[word(m)] = {
          {"width", stream.width}, {"published_length", stream.published_length}, {"padding", word(stream.padding)}};
  return {{"name", name},
          {"layout", layout},
          {"source", source},
          {"source_sha256", source_sha256},
          {"fingerprint", fingerprint},
          {"synthetic", synthetic},
          {"alignment", word(alignment)},
          {"streams", stream_table},
          {"label_range", {label_low, label_high}},
          {"lengths", lengths},
          {"non_finite", non_finite},
          {"normalisation", normalisation},
          {"counts", counts},
          {"extra", extra}};
}

namespace {

/// Takes entries out of a JSON object and names the one that is missing or of the wrong type.
class Entries {
 public:
  Entries(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) throw DataError(where_ + ": is no JSON object");
  }
  const Json& at(const std::string& key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) throw DataError(where_ + ": key `" + key + "` is missing");
    return *found;
  }
  std::string text(const std::string& key) const {
    if (!at(key).is_string()) refuse(key, "text");
    return at(key).get<std::string>();
  }
  int64_t size(const std::string& key) const {
    if (!at(key).is_number_unsigned() || at(key).get<uint64_t>() > INT32_MAX) refuse(key, "a whole number >= 0");
    return at(key).get<int64_t>();
  }
  template <class E>
  E choice(const std::string& key, const std::vector<E>& values) const {
    std::string words;
    for (const E value : values) {
      if (text(key) == word(value)) return value;
      words += (words.empty() ? "" : " or ") + word(value);
    }
    refuse(key, words);
  }
  [[noreturn]] void refuse(const std::string& key, const std::string& wanted) const {
    throw DataError(where_ + ": key `" + key + "` is not " + wanted);
  }

 private:
  const Json& object_;
  std::string where_;
};

}  // namespace

DatasetInfo DatasetInfo::from_json(const Json& json, const std::string& where) {
  const Entries entries(json, where);
  DatasetInfo info{.name = entries.text("name"),
                   .layout = entries.text("layout"),
                   .source = entries.text("source"),
                   .source_sha256 = entries.text("source_sha256"),
                   .fingerprint = entries.text("fingerprint")};
  if (!entries.at("synthetic").is_boolean()) entries.refuse("synthetic", "true or false");
  info.synthetic = entries.at("synthetic").get<bool>();
  info.alignment = entries.choice<Alignment>("alignment", {Alignment::none, Alignment::words, Alignment::pieces});
  for (const Modality m : kModalities) {
    const Json& streams = entries.at("streams");
    if (!streams.is_object() || !streams.contains(word(m))) continue;
    const Entries stream(streams.at(word(m)), where + ": streams." + word(m));
    info.streams[m] = {stream.size("width"), stream.size("published_length"),
                       stream.choice<Side>("padding", {Side::front, Side::back})};
  }
  const Json& range = entries.at("label_range");
  if (!range.is_array() || range.size() != 2 || !range[0].is_number() || !range[1].is_number())
    entries.refuse("label_range", "a list of two numbers");
  info.label_low = range[0].get<double>();
  info.label_high = range[1].get<double>();
  if (!(info.label_low < info.label_high)) entries.refuse("label_range", "a low and a higher number");
  info.lengths = entries.text("lengths");
  info.non_finite = entries.text("non_finite");
  info.normalisation = entries.text("normalisation");
  info.counts = entries.at("counts");
  info.extra = entries.at("extra");
  if (!info.counts.is_object()) entries.refuse("counts", "a JSON object");
  if (!info.extra.is_object()) entries.refuse("extra", "a JSON object");
  return info;
}

}  // namespace mmim

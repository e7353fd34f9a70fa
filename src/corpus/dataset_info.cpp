#include "core/error.h"
#include "core/json_shape.h"
#include "corpus/dataset.h"
#include "corpus/split_names.h"

namespace mmim {

std::string word(SplitName split) {
  return split == SplitName::train ? "train" : split == SplitName::valid ? "valid" : "test";
}

SplitName split_of(const std::string& word) {
  if (const auto split = split_named(word)) return *split;
  throw UsageError("split `" + word + "` is none of train, valid and test" +
                   did_you_mean(word, {"train", "valid", "test"}));
}

std::string word(Side side) { return side == Side::front ? "front" : "back"; }

std::string word(Alignment alignment) {
  return alignment == Alignment::none ? "none" : alignment == Alignment::words ? "words" : "pieces";
}

void DatasetInfo::note(const std::string& kind, int64_t count, const std::string& sentence) {
  if (count > 0) notes.push_back({kind, count, sentence});
}

Json DatasetInfo::to_json() const {
  Json stream_table = Json::object();
  for (const Modality m : kModalities)
    if (const StreamInfo& stream = streams[m]; stream.width > 0)
      stream_table[word(m)] = {
          {"width", stream.width}, {"published_length", stream.published_length}, {"padding", word(stream.padding)}};
  Json note_list = Json::array();
  for (const Note& note : notes)
    note_list.push_back({{"kind", note.kind}, {"count", note.count}, {"sentence", note.sentence}});
  Json json{{"name", name},
            {"layout", layout},
            {"source", source},
            {"source_sha256", source_sha256},
            {"fingerprint", fingerprint},
            {"synthetic", synthetic},
            {"alignment", word(alignment)},
            {"streams", stream_table},
            {"label_range", {labels.low, labels.high}},
            {"lengths", lengths},
            {"non_finite", non_finite},
            {"normalisation", normalisation},
            {"counts", counts},
            {"notes", note_list},
            {"extra", extra}};
  if (features.known()) json["features"] = features.to_json();
  for (const LabelColumn& column : columns) json["label_columns"][column.name] = {column.range.low, column.range.high};
  return json;
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

/// Survey::to_json(), by split and stream.
Json counts_shape() {
  const Json of_stream{{"rows", {{"trimmed", 0}, {"zero_rows_counted", 0}, {"as_stored", 0}}},
                       {"utterances_other_than_trimmed", {{"zero_rows_counted", 0}, {"as_stored", 0}}},
                       {"utterances_with_interior_zero_rows", 0},
                       {"empty_streams", 0},
                       {"non_finite", {{"nan", 0}, {"positive_infinite", 0}, {"negative_infinite", 0}}}};
  return {{"*", {{"*", of_stream}}}};
}

/// Data sets of earlier versions have no notes.
std::vector<Note> notes_of(const Json& json, const std::string& where) {
  std::vector<Note> notes;
  if (!json.contains("notes")) return notes;
  const Entries entries(json, where);
  if (!entries.at("notes").is_array()) entries.refuse("notes", "a list");
  for (const Json& note : entries.at("notes")) {
    const Entries entry(note, where + ": notes");
    notes.push_back({entry.text("kind"), entry.size("count"), entry.text("sentence")});
  }
  return notes;
}

LabelRange range_of(const Entries& entries, const std::string& key) {
  const Json& range = entries.at(key);
  if (!range.is_array() || range.size() != 2 || !range[0].is_number() || !range[1].is_number())
    entries.refuse(key, "a list of two numbers");
  const LabelRange labels{range[0].get<double>(), range[1].get<double>()};
  if (!(labels.low < labels.high)) entries.refuse(key, "a low and a higher number");
  return labels;
}

/// Most data sets have no labels but their own.
std::vector<LabelColumn> columns_of(const Json& json, const std::string& where) {
  std::vector<LabelColumn> columns;
  if (!json.contains("label_columns")) return columns;
  const Entries entries(json.at("label_columns"), where + ": label_columns");
  for (const auto& [name, unused] : json.at("label_columns").items())
    columns.push_back({name, range_of(entries, name)});
  return columns;
}

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
  info.labels = range_of(entries, "label_range");
  info.range_is_known = true;
  info.columns = columns_of(json, where);
  info.lengths = entries.text("lengths");
  info.non_finite = entries.text("non_finite");
  info.normalisation = entries.text("normalisation");
  if (json.contains("features")) info.features = FeatureSet::from_json(json.at("features"), where);
  info.counts = entries.at("counts");
  info.extra = entries.at("extra");
  info.notes = notes_of(json, where);
  if (!info.counts.is_object()) entries.refuse("counts", "a JSON object");
  check_shape(info.counts, counts_shape(), where + ": counts");
  if (!info.extra.is_object()) entries.refuse("extra", "a JSON object");
  return info;
}

}  // namespace mmim

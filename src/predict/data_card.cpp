#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/feature_difference.h"
#include "corpus/lengths.h"
#include "predict/data_card.h"

namespace mmim {

namespace {

const std::vector<std::pair<std::string, Alignment>> kAlignments{
    {"none", Alignment::none}, {"words", Alignment::words}, {"pieces", Alignment::pieces}};

template <class T>
T value_at(const Json& json, const std::string& key, const std::string& where) {
  try {
    return json.at(key).get<T>();
  } catch (const nlohmann::json::exception&) {
    throw DataError(where + ": key `" + key + "` is missing or of the wrong type");
  }
}

Alignment alignment_at(const Json& json, const std::string& where) {
  const auto word = value_at<std::string>(json, "alignment", where);
  for (const auto& [known, alignment] : kAlignments)
    if (known == word) return alignment;
  throw DataError(where + ": alignment `" + word + "` is none of none, words and pieces");
}

Side padding_at(const Json& stream, const std::string& where) {
  const auto word = value_at<std::string>(stream, "padding", where);
  if (word != "front" && word != "back") throw DataError(where + ": padding `" + word + "` is neither front nor back");
  return word == "front" ? Side::front : Side::back;
}

/// Older cards state no rules of import.
void check_rules(const DataCard& card, const std::string& where) {
  try {
    length_rule_of(card.lengths);
    non_finite_of(card.non_finite);
  } catch (const UsageError& error) {
    throw DataError(where + ": " + error.what());
  }
}

}  // namespace

DataCard DataCard::of(const Dataset& dataset) {
  const DatasetInfo& info = dataset.info;
  DataCard card{.name = info.name,
                .fingerprint = info.fingerprint,
                .synthetic = info.synthetic,
                .alignment = info.alignment,
                .streams = info.streams,
                .labels = info.labels,
                .normalisation = info.normalisation,
                .lengths = info.lengths,
                .non_finite = info.non_finite,
                .features = info.features};
  const Split& train = dataset.split(SplitName::train);
  for (const Modality stream : kRowStreams)
    for (int64_t i = 0; i < train.size(); ++i)
      card.longest[stream] = std::max(card.longest[stream], train.length(stream, i));
  return card;
}

PerModality<FixedLength> DataCard::padded(int64_t limit) const {
  PerModality<FixedLength> fixed;
  for (const Modality m : kModalities) {
    const int64_t length = streams[m].published_length > 0 ? streams[m].published_length : longest[m];
    fixed[m] = {m == Modality::text ? limit : std::max<int64_t>(1, length), streams[m].padding};
  }
  return fixed;
}

PerModality<int64_t> DataCard::widths() const {
  PerModality<int64_t> widths;
  for (const Modality modality : kModalities) widths[modality] = streams[modality].width;
  return widths;
}

Json DataCard::to_json() const {
  Json json{{"name", name}, {"fingerprint", fingerprint}, {"synthetic", synthetic}};
  for (const auto& [word, known] : kAlignments)
    if (known == alignment) json["alignment"] = word;
  for (const Modality modality : kModalities) {
    const StreamInfo& stream = streams[modality];
    json["streams"][word(modality)] = {{"width", stream.width},
                                       {"published_length", stream.published_length},
                                       {"padding", stream.padding == Side::front ? "front" : "back"},
                                       {"longest", longest[modality]}};
  }
  json["label_low"] = labels.low;
  json["label_high"] = labels.high;
  json["normalisation"] = normalisation;
  json["lengths"] = lengths;
  json["non_finite"] = non_finite;
  if (features.known()) json["features"] = features.to_json();
  return json;
}

DataCard DataCard::from_json(const Json& json, const std::string& where) {
  DataCard card;
  card.name = value_at<std::string>(json, "name", where);
  card.fingerprint = value_at<std::string>(json, "fingerprint", where);
  card.synthetic = value_at<bool>(json, "synthetic", where);
  card.alignment = alignment_at(json, where);
  const Json streams = value_at<Json>(json, "streams", where);
  for (const Modality modality : kModalities) {
    const Json stream = value_at<Json>(streams, word(modality), where);
    const auto width = value_at<int64_t>(stream, "width", where);
    if (width < 0 || width > 1'000'000) throw DataError(sentence("{}: width {} is out of range", where, width));
    card.streams[modality] = {width, value_at<int64_t>(stream, "published_length", where), padding_at(stream, where)};
    card.longest[modality] = value_at<int64_t>(stream, "longest", where);
  }
  card.labels.low = value_at<double>(json, "label_low", where);
  card.labels.high = value_at<double>(json, "label_high", where);
  card.normalisation = value_at<std::string>(json, "normalisation", where);
  if (json.contains("lengths")) card.lengths = value_at<std::string>(json, "lengths", where);
  if (json.contains("non_finite")) card.non_finite = value_at<std::string>(json, "non_finite", where);
  if (json.contains("features")) card.features = FeatureSet::from_json(json.at("features"), where);
  check_rules(card, where);
  return card;
}

void DataCard::check_widths(const DatasetInfo& given, const std::string& model) const {
  for (const Modality modality : kRowStreams)
    if (given.streams[modality].width != streams[modality].width)
      throw DataError(
          sentence("{}: has {} {} features a row, model {} was trained on {} of {}; evaluate on a set with the same "
                   "features, or train on this one",
                   given.name, given.streams[modality].width, word(modality), model, streams[modality].width, name));
}

void DataCard::check_features(const FeatureSet& made, const std::string& model, const std::string& where) const {
  if (made.hash() == features.hash()) return;
  const std::string how = difference(made, features);
  throw DataError(
      sentence("{}: has {}, model {} was trained on {} of {}{}; extract the clips with the settings of that model, or "
               "train on this set",
               where, maker_of(made), model, maker_of(features), name, how.empty() ? "" : ": " + how));
}

}  // namespace mmim

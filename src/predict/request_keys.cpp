#include "predict/request_keys.h"

#include <algorithm>

#include "core/error.h"

namespace mmim {

namespace {

/// What published files and people call the streams; the program's own word first.
const PerModality<std::vector<std::string>> kKeys{
    {"text", "raw_text", "transcript", "transcription", "sentence", "utterance", "words"},
    {"visual", "vision", "video", "visual_features", "vision_features", "facet", "openface"},
    {"acoustic", "audio", "acoustic_features", "audio_features", "covarep", "opensmile"}};

std::string lower(std::string key) {
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  std::replace(key.begin(), key.end(), ' ', '_');
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

bool is_key_of(const std::string& key, Modality m) {
  return std::find(kKeys[m].begin(), kKeys[m].end(), lower(key)) != kKeys[m].end();
}

/// In published files `text` holds the rows of a frozen BERT, and the words stand beside it.
bool is_rows_of_text(const Json& value) {
  return value.is_array() && !value.empty() && (value[0].is_array() || value[0].is_number());
}

void take(RequestFields& fields, Modality m, const std::string& key, const Json& value, const std::string& where) {
  if (fields.streams[m])
    throw DataError(where + ": `" + fields.keys[m] + "` and `" + key + "` both are the " + word(m) +
                    " stream; leave one of them out");
  fields.streams[m] = &value;
  fields.keys[m] = key;
  if (key != word(m)) fields.remarks.push_back({key, "`" + key + "` is read as `" + word(m) + "`"});
}

}  // namespace

RequestFields fields_of(const Json& request, const std::string& where) {
  RequestFields fields;
  std::vector<std::string> known{"id", "context"};
  for (const Modality m : kModalities) known.insert(known.end(), kKeys[m].begin(), kKeys[m].end());
  const bool words_beside = std::any_of(request.items().begin(), request.items().end(), [](const auto& entry) {
    return entry.key() != "text" && is_key_of(entry.key(), Modality::text) && !entry.value().is_null();
  });
  for (const auto& [key, value] : request.items()) {
    if (key == "id") continue;
    if (key == "context") {
      if (!value.is_null()) fields.context = &value;
      continue;
    }
    const auto stream =
        std::find_if(kModalities.begin(), kModalities.end(), [&](Modality m) { return is_key_of(key, m); });
    if (stream == kModalities.end())
      fields.remarks.push_back({key, "`" + key + "` is not used" + did_you_mean(lower(key), known)});
    else if (*stream == Modality::text && words_beside && is_rows_of_text(value))
      fields.remarks.push_back({key, "`" + key + "` holds numbers and is not used: text comes from the words"});
    else if (!value.is_null())
      take(fields, *stream, key, value, where);
  }
  return fields;
}

}  // namespace mmim

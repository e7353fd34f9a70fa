#include "extract/clip/streams_file.h"

#include "core/error.h"
#include "core/names.h"
#include "core/sentence.h"
#include "formats/safetensors.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

fs::path with_ending(const fs::path& stem, const char* ending) { return stem.string() + ending; }

void append(NamedArrays& file, const std::string& name, const Track& track) {
  if (track.rows() == 0) return;
  file.arrays.emplace_back(
      name, make_array(std::vector<float>(track.values.begin(), track.values.end()), {track.rows(), track.width()}));
  file.arrays.emplace_back(name + ".times", make_array(track.times, {track.rows()}));
}

Track track_in(const NamedArrays& file, const std::string& name, const Json& columns, const std::string& where) {
  Track track;
  track.columns = columns.get<std::vector<std::string>>();
  const Array* values = file.find(name);
  if (values == nullptr) return track;
  const Array& times = file.at(name + ".times", where);
  if (values->shape.size() != 2 || values->shape[1] != track.width() || times.count() != values->rows())
    throw DataError(sentence("{}: `{}` does not have a column for each of {} names and a row for each of {} times",
                             where, name, track.width(), times.count()));
  const std::vector<float> floats = values->to_floats();
  track.values.assign(floats.begin(), floats.end());
  for (int64_t i = 0; i < times.count(); ++i) track.times.push_back(times.at(i));
  return track;
}

ClipFacts facts_in(const Json& json, const std::string& where) {
  const Json facts = json.is_object() ? json.value("clip", Json()) : Json();
  return read_record<ClipFacts>(facts, where, "a description of streams");
}

}  // namespace

fs::path description_of(const fs::path& stem) { return with_ending(stem, ".json"); }

void write_streams(const fs::path& stem, const ClipStreams& streams, const Json& more) {
  NamedArrays file;
  append(file, "acoustic", streams.acoustic);
  append(file, "visual", streams.visual);
  write_safetensors(with_ending(stem, ".safetensors"), file);
  Json json{{"columns", {{"acoustic", streams.acoustic.columns}, {"visual", streams.visual.columns}}},
            {"words", Json::array()},
            {"clip", field_to_json(streams.facts)}};
  for (const TimedWord& word : streams.words)
    json["words"].push_back({{"word", word.text},
                             {"start", word.start},
                             {"end", word.end},
                             {"confidence", number_to_json(word.confidence)}});
  json.update(more);
  write_json(description_of(stem), json);
}

ClipFacts read_facts(const fs::path& stem) {
  const fs::path file = description_of(stem);
  return facts_in(read_json(file), file.string());
}

ClipStreams read_streams(const fs::path& stem) {
  const std::string where = description_of(stem).string();
  const Json json = read_json(description_of(stem));
  const fs::path arrays = with_ending(stem, ".safetensors");
  const NamedArrays file = read_safetensors(arrays);
  ClipStreams streams;
  try {
    streams.acoustic = track_in(file, "acoustic", json.at("columns").at("acoustic"), arrays.string());
    streams.visual = track_in(file, "visual", json.at("columns").at("visual"), arrays.string());
    for (const Json& word : json.at("words"))
      streams.words.push_back({word.at("word").get<std::string>(), word.at("start").get<double>(),
                               word.at("end").get<double>(), number_from_json(word.at("confidence"))});
    streams.facts = facts_in(json, where);
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": is no description of streams (" + error.what() + ")");
  }
  return streams;
}

}  // namespace mmim

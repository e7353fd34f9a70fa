#include "predict/request.h"

#include <cmath>

#include "core/error.h"

namespace mmim {

namespace {

std::vector<float> parse_rows(const Json& rows, int64_t width, const std::string& stream, const std::string& where) {
  if (!rows.is_array()) throw DataError(where + ": `" + stream + "` is not a list of rows");
  std::vector<float> values;
  for (const Json& row : rows) {
    const std::string here = where + ": `" + stream + "` row " + std::to_string(&row - &rows[0] + 1);
    if (!row.is_array()) throw DataError(here + " is not a list of numbers");
    if (static_cast<int64_t>(row.size()) != width)
      throw DataError(here + ": the model was trained on " + stream + " " + std::to_string(width) + ", got " +
                      std::to_string(row.size()));
    for (const Json& value : row) {
      if (!value.is_number()) throw DataError(here + " holds " + value.dump() + ", which is no number");
      const auto number = static_cast<float>(value.get<double>());
      if (!std::isfinite(number)) throw DataError(here + " holds " + value.dump() + ", which float32 does not hold");
      values.push_back(number);
    }
  }
  return values;
}

}  // namespace

Request parse_request(const std::string& line, const DataCard& card, const std::string& where) {
  const Json json = parse_json(line, where);
  if (!json.is_object()) throw DataError(where + ": not a JSON object");
  Request request;
  if (json.contains("id")) request.id = json.at("id");
  request.absent.text = !json.contains("text");
  if (!request.absent.text) {
    if (!json.at("text").is_string()) throw DataError(where + ": `text` is not a string");
    request.utterance.text = json.at("text").get<std::string>();
  }
  for (const Modality modality : {Modality::visual, Modality::acoustic}) {
    const std::string stream = word(modality);
    const int64_t width = card.streams[modality].width;
    request.absent[modality] = !json.contains(stream);
    if (!request.absent[modality] && width > 0)
      request.utterance.streams[modality] = {parse_rows(json.at(stream), width, stream, where),
                                             static_cast<int64_t>(json.at(stream).size())};
  }
  if (request.absent.text && request.absent.visual && request.absent.acoustic)
    throw DataError(where + ": none of `text`, `visual` and `acoustic` is there");
  return request;
}

}  // namespace mmim

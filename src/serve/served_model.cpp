#include "serve/served_model.h"

#include "core/error.h"

namespace mmim {

ModelPlace read_model_place(const std::string& word) {
  const size_t equals = word.find('=');
  ModelPlace place{.name = "", .folder = word};
  if (equals != word.npos && !std::filesystem::exists(word)) {
    place = {word.substr(0, equals), word.substr(equals + 1)};
  } else {
    std::filesystem::path folder = std::filesystem::absolute(word).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    place.name = (folder.filename() == "best" ? folder.parent_path() : folder).filename().string();
  }
  const bool plain = !place.name.empty() && place.name.find_first_not_of(
                                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
                                                "TUVWXYZ0123456789-_.") == place.name.npos;
  if (!plain)
    throw UsageError("`" + place.name +
                     "` cannot be the name of a model (letters, digits, `-`, `_` and `.`); give it " +
                     "one: NAME=" + place.folder.string());
  return place;
}

Json ServedModel::info() const {
  const TrainedModel& trained = predictor.trained();
  const DataCard& card = predictor.card();
  Json streams = Json::object();
  for (const Modality m : kRowStreams)
    if (predictor.reads(m)) streams[word(m)] = {{"width", card.streams[m].width}, {"longest", card.longest[m]}};
  Json info{{"name", name},
            {"system", trained.config.system()},
            {"labels", {card.labels.low, card.labels.high}},
            {"text", {{"pieces", trained.config.text.limit}, {"context", trained.config.text.context > 0}}},
            {"streams", streams},
            {"data", card.name},
            {"synthetic", card.synthetic},
            {"seed", trained.config.seed},
            {"interval", trained.record.contains(kIntervals)}};
  if (!predictor.mark().empty()) info["mark"] = predictor.mark();
  return info;
}

int64_t ServedModel::tokens(const Request& request) const {
  const TrainedModel& trained = predictor.trained();
  int64_t rows =
      static_cast<int64_t>(trained.pieces->encode(request.utterance.text, trained.config.text.limit).ids.size());
  for (const Modality m : kRowStreams)
    if (predictor.reads(m)) rows += request.utterance.streams[m].rows;
  return rows;
}

}  // namespace mmim

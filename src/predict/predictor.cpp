#include "predict/predictor.h"

#include "data/collate.h"
#include "metrics/reading.h"
#include "results/outcome.h"

namespace mmim {

namespace {

Json answer_of(const Request& request, const Prediction& prediction, int64_t row, Scale scale,
               const std::optional<Conformal>& intervals) {
  const double score = prediction.sentiment[row].item<double>();
  Json line;
  if (!request.id.is_null()) line["id"] = request.id;
  line["score"] = score;
  if (intervals) {
    const LabelRange interval = intervals->interval(score);
    line["interval"] = {interval.low, interval.high};
  }
  line.update(classes_of(score, scale));
  line["scores"] = Json::object();
  for (const auto& [name, values] : prediction.scores) line["scores"][name] = values[row].item<double>();
  return line;
}

}  // namespace

Predictor::Predictor(const std::filesystem::path& folder, torch::Device device)
    : trained_(load_model(folder, device)),
      device_(device),
      mark_(mark_of(trained_.data.synthetic, trained_.config.train.select)) {
  if (trained_.record.contains(kIntervals))
    intervals_ = conformal_of(trained_.record.at(kIntervals), (folder / "record.json").string());
}

bool Predictor::reads(Modality modality) const {
  return modality == Modality::text || trained_.data.streams[modality].width > 0;
}

Request Predictor::read(const Json& json, const std::string& where) const {
  Request request = read_request(json, card(), where, [&](const std::string& text) {
    return static_cast<int64_t>(trained_.pieces->encode(text, trained_.config.text.limit).ids.size());
  });
  if (!request.utterance.context.empty() && trained_.config.text.context == 0)
    request.remarks.push_back({"context", "`context` is not used: the model was trained with text.context = 0"});
  return request;
}

Prediction Predictor::predict(std::span<const Utterance> utterances) const {
  const torch::NoGradGuard no_gradient;
  const Batch batch = collate(utterances, *trained_.pieces, trained_.config.text.limits(), trained_.data.widths(),
                              device_, trained_.data.alignment);
  Prediction prediction = trained_.model->predict(batch);
  prediction.sentiment = prediction.sentiment.to(torch::kCPU, torch::kDouble);
  for (auto& [name, values] : prediction.scores) values = values.to(torch::kCPU, torch::kDouble);
  return prediction;
}

std::vector<Json> Predictor::answer(std::span<const Request> requests) const {
  if (requests.empty()) return {};
  std::vector<Utterance> utterances;
  for (const Request& request : requests) utterances.push_back(request.utterance);
  const Prediction prediction = predict(utterances);
  const Scale scale = scale_of(card().labels);
  std::vector<Json> answers;
  for (const Request& request : requests)
    answers.push_back(answer_of(request, prediction, static_cast<int64_t>(answers.size()), scale, intervals_));
  return answers;
}

}  // namespace mmim

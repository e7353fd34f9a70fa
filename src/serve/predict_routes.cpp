#include "predict/explanation.h"
#include "serve/service.h"

namespace mmim {

namespace {

/// What stands beside the numbers of an answer: what became of the rows, and the mark of the model.
void add_remarks(Json& answer, const Json& remarks, const std::string& mark) {
  if (!remarks.empty()) answer["remarks"] = remarks;
  if (!mark.empty()) answer["mark"] = mark;
}

Json remarks_of(const Request& request, const Predictor& predictor) {
  Json remarks = Json::array();
  for (const Modality m : kModalities)
    if (request.absent[m] && predictor.reads(m))
      remarks.push_back("no `" + word(m) + "`: the stream is treated as length zero");
  for (const Request::Remark& remark : request.remarks) remarks.push_back(remark.sentence);
  return remarks;
}

/// The value of `?model=`, or of the key `model` of a body that is an object, which is taken out.
std::string take_model(const HttpRequest& request, Json& body) {
  std::string name;
  if (const auto found = request.query.find("model"); found != request.query.end()) name = found->second;
  if (!body.is_object() || !body.contains("model")) return name;
  if (!body.at("model").is_string()) throw HttpError(422, "`model` is not a string");
  if (name.empty()) name = body.at("model").get<std::string>();
  body.erase("model");
  return name;
}

Json json_of(const HttpRequest& request, int64_t limit) {
  const std::optional<std::string> type = request.header("content-type");
  if (!type || media_type(*type) != "application/json")
    throw HttpError(415, "a body of `Content-Type: application/json` is wanted");
  if (request.body.size() > limit)
    throw HttpError(413, "a body of JSON may have at most " + std::to_string(limit) + " bytes");
  try {
    return parse_request_json(std::string(request.body.bytes()), "the body");
  } catch (const DataError& error) {
    throw HttpError(400, error.what());
  }
}

/// The utterances of a request of JSON, with the remarks on each.
struct Asked {
  std::shared_ptr<const ServedModel> model;
  bool list = false;
  std::vector<Request> requests{};
  std::vector<Json> remarks{};
};

HttpResponse answer_to(const Asked& asked, std::vector<Json> answers) {
  for (size_t i = 0; i < answers.size(); ++i) add_remarks(answers[i], asked.remarks[i], asked.model->predictor.mark());
  return json_response(asked.list ? Json(answers) : answers.front());
}

}  // namespace

void Service::predict(HttpCall& call, bool explain) {
  Json body = json_of(call.request, options_.request.json);
  const std::string name = take_model(call.request, body);
  Asked asked{.model = model_of(name), .list = body.is_array() && !explain};
  const size_t count = asked.list ? body.size() : 1;
  if (static_cast<int64_t>(count) > options_.request.list)
    throw HttpError(422, "a list may have at most " + std::to_string(options_.request.list) + " utterances, not " +
                             std::to_string(count));
  for (size_t i = 0; i < count; ++i) {
    const std::string where = asked.list ? "utterance " + std::to_string(i + 1) : "the request";
    asked.requests.push_back(asked.model->predictor.read(asked.list ? body[i] : body, where));
    check(asked.requests.back(), where);
    asked.remarks.push_back(remarks_of(asked.requests.back(), asked.model->predictor));
  }
  if (explain) return this->explain(call, asked.model, asked.requests.front(), asked.remarks.front(), Json());
  std::vector<Request> requests = std::move(asked.requests);
  score(asked.model, std::move(requests), call,
        [asked](std::vector<Json> answers) { return answer_to(asked, std::move(answers)); });
}

void Service::explain(const HttpCall& call, const std::shared_ptr<const ServedModel>& model, const Request& request,
                      const Json& remarks, const Json& clip) {
  const auto explanation = std::make_shared<Explanation>(request, model->predictor);
  score(model, explanation->variants(), call, [explanation, model, remarks, clip](std::vector<Json> answers) {
    add_remarks(answers.front(), remarks, model->predictor.mark());
    Json body = explanation->explain(answers);
    if (!clip.is_null()) body["clip"] = clip;
    return json_response(body);
  });
}

void Service::hear(HttpCall& call, bool explain) {
  const ClipForm form = read_clip_form(call.request);
  if (call.request.query.contains("model") && !form.model.empty())
    throw HttpError(422, "`model` stands in the address and in the form");
  const auto found = call.request.query.find("model");
  const auto model = model_of(found == call.request.query.end() ? form.model : found->second);
  const HeardClip heard = listener_.hear(model, form);
  check(heard.request, "the clip");
  Json remarks = remarks_of(heard.request, model->predictor);
  for (const std::string& remark : heard.streams.facts.remarks) remarks.push_back(remark);
  if (heard.streams.facts.words_doubtful)
    remarks.push_back("the words fit the sound badly: they may be of another clip");
  Json clip{{"text", heard.text}, {"facts", field_to_json(heard.streams.facts)}, {"words", Json::array()}};
  for (const TimedWord& word : heard.streams.words)
    clip["words"].push_back({{"word", word.text}, {"start", word.start}, {"end", word.end}});
  if (explain) return this->explain(call, model, heard.request, remarks, clip);
  score(model, {heard.request}, call, [model, remarks, clip](std::vector<Json> answers) {
    add_remarks(answers.front(), remarks, model->predictor.mark());
    answers.front()["clip"] = clip;
    return json_response(answers.front());
  });
}

void add_predict_routes(Router& router, Service& service) {
  for (const bool explain : {false, true})
    router.add("POST", explain ? "/explain" : "/predict", [&service, explain](HttpCall call) {
      const bool form = is_form(call.request);
      service.run(form ? service.clips_ : service.readers_, std::move(call), [&service, explain, form](HttpCall& own) {
        form ? service.hear(own, explain) : service.predict(own, explain);
      });
    });
}

}  // namespace mmim

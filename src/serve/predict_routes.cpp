#include "predict/explanation.h"
#include "serve/service.h"

namespace mmim {

namespace {

std::string where_of(const Json& body, size_t index) {
  return body.is_array() ? "utterance " + std::to_string(index + 1) : "the request";
}

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
  const std::string* type = request.header("content-type");
  if (!type || media_type(*type) != "application/json")
    throw HttpError(415, "a body of `Content-Type: application/json` is wanted");
  if (static_cast<int64_t>(request.body.size()) > limit)
    throw HttpError(413, "a body of JSON may have at most " + std::to_string(limit) + " bytes");
  try {
    return parse_request_json(request.body, "the body");
  } catch (const DataError& error) {
    throw HttpError(400, error.what());
  }
}

}  // namespace

void add_predict_routes(Router& router, Service& service) {
  router.add("POST", "/predict", [&service](HttpCall call) {
    service.read(std::move(call), [&service](HttpCall& call) {
      Json body = json_of(call.request, service.options_.request.json);
      const std::string name = take_model(call.request, body);
      const auto model = service.model_of(name);
      const size_t count = body.is_array() ? body.size() : 1;
      if (static_cast<int64_t>(count) > service.options_.request.list)
        throw HttpError(422, "a list may have at most " + std::to_string(service.options_.request.list) +
                                 " utterances, not " + std::to_string(count));
      std::vector<Request> requests;
      std::vector<Json> remarks;
      for (size_t i = 0; i < count; ++i) {
        const std::string where = where_of(body, i);
        requests.push_back(model->predictor.read(body.is_array() ? body[i] : body, where));
        service.check(requests.back(), where);
        remarks.push_back(remarks_of(requests.back(), model->predictor));
      }
      service.score(model, std::move(requests), call,
                    [remarks, mark = model->predictor.mark(), list = body.is_array()](std::vector<Json> answers) {
                      for (size_t i = 0; i < answers.size(); ++i) add_remarks(answers[i], remarks[i], mark);
                      return json_response(list ? Json(answers) : answers.front());
                    });
    });
  });
  router.add("POST", "/explain", [&service](HttpCall call) {
    service.read(std::move(call), [&service](HttpCall& call) {
      Json body = json_of(call.request, service.options_.request.json);
      const std::string name = take_model(call.request, body);
      const auto model = service.model_of(name);
      const Request request = model->predictor.read(body, "the request");
      service.check(request, "the request");
      const auto explanation = std::make_shared<Explanation>(request, model->predictor);
      service.score(model, explanation->variants(), call,
                    [explanation, remarks = remarks_of(request, model->predictor),
                     mark = model->predictor.mark()](std::vector<Json> answers) {
                      add_remarks(answers.front(), remarks, mark);
                      return json_response(explanation->explain(answers));
                    });
    });
  });
}

}  // namespace mmim

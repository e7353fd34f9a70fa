#include <cmath>

#include "core/version.h"
#include "serve/service.h"
#include "serve/v2_tensors.h"

namespace mmim {

namespace {

Json tensor_of(const std::string& name, const std::string& datatype, const std::vector<int64_t>& shape) {
  return {{"name", name}, {"datatype", datatype}, {"shape", shape}};
}

/// What the model takes and gives; -1: any length, the first that of the batch.
Json metadata_of(const ServedModel& model) {
  Json inputs = {tensor_of("text", "BYTES", {-1})}, outputs = {tensor_of("score", "FP64", {-1})};
  if (model.predictor.trained().config.text.context > 0) inputs.push_back(tensor_of("context", "BYTES", {-1}));
  for (const Modality m : kRowStreams) {
    if (!model.predictor.reads(m)) continue;
    inputs.push_back(tensor_of(word(m), "FP32", {-1, -1, model.predictor.card().streams[m].width}));
    inputs.push_back(tensor_of(word(m) + "_rows", "INT64", {-1}));
  }
  if (model.predictor.trained().record.contains(kIntervals)) outputs.push_back(tensor_of("interval", "FP64", {-1, 2}));
  Json metadata{
      {"name", model.name}, {"versions", {"1"}}, {"platform", "mmim"}, {"inputs", inputs}, {"outputs", outputs}};
  if (!model.predictor.mark().empty()) metadata["mark"] = model.predictor.mark();
  return metadata;
}

/// Rows of one utterance in a tensor (utterances, rows, width), as a request has them.
Json rows_of(const std::vector<float>& values, const V2Tensor& tensor, int64_t utterance, int64_t rows) {
  Json list = Json::array();
  for (int64_t row = 0; row < rows; ++row) {
    const auto first = values.begin() + (utterance * tensor.shape[1] + row) * tensor.shape[2];
    Json one = Json::array();
    for (auto value = first; value != first + tensor.shape[2]; ++value)
      one.push_back(std::isfinite(*value) ? Json(*value) : Json());
    list.push_back(std::move(one));
  }
  return list;
}

/// Utterances of the batch: the first length of every input.
int64_t utterances_of(const V2Request& request) {
  int64_t count = -1;
  for (const auto& [name, tensor] : request.inputs) {
    if (tensor.shape.empty()) throw HttpError(400, "input `" + name + "` has no shape");
    if (count >= 0 && tensor.shape.front() != count)
      throw HttpError(400, "input `" + name + "` is of " + std::to_string(tensor.shape.front()) +
                               " utterances, another input of " + std::to_string(count));
    count = tensor.shape.front();
  }
  if (count < 0) throw HttpError(400, "the request has no input");
  return count;
}

void expect_known(const V2Request& request, const ServedModel& model) {
  const bool intervals = model.predictor.trained().record.contains(kIntervals);
  for (const auto& [name, binary] : request.outputs)
    if (name != "score" && !(intervals && name == "interval"))
      throw HttpError(400, "there is no output `" + name + "`; GET /v2/models/" + model.name + " lists the outputs");
  for (const auto& [name, tensor] : request.inputs) {
    bool known = name == "text" || name == "context";
    for (const Modality m : kRowStreams) known = known || name == word(m) || name == word(m) + "_rows";
    if (!known)
      throw HttpError(400, "input `" + name +
                               "` is not known; inputs are text, context, visual, visual_rows, acoustic " +
                               std::string("and acoustic_rows"));
  }
}

/// The utterances as JSON lines of `mmim predict` have them.
std::vector<Json> lines_of(const V2Request& request, int64_t count) {
  std::vector<Json> lines(static_cast<size_t>(count), Json::object());
  for (const char* name : {"text", "context"}) {
    const auto found = request.inputs.find(name);
    if (found == request.inputs.end()) continue;
    const std::vector<std::string> strings = found->second.strings();
    if (static_cast<int64_t>(strings.size()) != count)
      throw HttpError(400, std::string("input `") + name + "` has several strings for an utterance");
    for (size_t i = 0; i < strings.size(); ++i) lines[i][name] = strings[i];
  }
  for (const Modality m : kRowStreams) {
    const auto found = request.inputs.find(word(m));
    if (found == request.inputs.end()) continue;
    const V2Tensor& tensor = found->second;
    if (tensor.shape.size() != 3)
      throw HttpError(400, "input `" + word(m) + "` is wanted as (utterances, rows, features)");
    const std::vector<float> values = tensor.floats();
    std::vector<int64_t> rows(static_cast<size_t>(count), tensor.shape[1]);
    if (const auto given = request.inputs.find(word(m) + "_rows"); given != request.inputs.end())
      rows = given->second.integers();
    for (int64_t i = 0; i < count; ++i) {
      const int64_t own = rows.at(static_cast<size_t>(i));
      if (own < 0 || own > tensor.shape[1])
        throw HttpError(400, "input `" + word(m) + "_rows` holds " + std::to_string(own) + ", which are no rows of `" +
                                 word(m) + "`");
      lines[static_cast<size_t>(i)][word(m)] = rows_of(values, tensor, i, own);
    }
  }
  return lines;
}

std::vector<V2Output> outputs_of(const std::vector<Json>& answers) {
  const auto count = static_cast<int64_t>(answers.size());
  std::vector<V2Output> outputs{{"score", {count}, {}}};
  if (!answers.empty() && answers.front().contains("interval")) outputs.push_back({"interval", {count, 2}, {}});
  const auto number = [](const Json& value) { return value.is_number() ? value.get<double>() : std::nan(""); };
  for (const Json& answer : answers) {
    outputs[0].values.push_back(number(answer.at("score")));
    if (outputs.size() > 1)
      for (const Json& end : answer.at("interval")) outputs[1].values.push_back(number(end));
  }
  return outputs;
}

}  // namespace

void add_v2_routes(Router& router, Service& service) {
  const auto model_of = [&service](const HttpCall& call) {
    if (const auto version = call.places.find("version"); version != call.places.end() && version->second != "1")
      throw HttpError(404, "models have the version 1 alone");
    return service.model_of(call.places.at("model"));
  };
  router.add("GET", "/v2", [](const HttpCall& call) {
    call.answer(json_response(
        {{"name", "mmim"}, {"version", program_version()}, {"extensions", Json::array({"binary_tensor_data"})}}));
  });
  router.add("GET", "/v2/health/live", [](const HttpCall& call) { call.answer(json_response({{"live", true}})); });
  router.add("GET", "/v2/health/ready", [&service](const HttpCall& call) {
    call.answer(json_response({{"ready", service.ready()}}, service.ready() ? 200 : 503));
  });
  for (const std::string base : {"/v2/models/{model}", "/v2/models/{model}/versions/{version}"}) {
    router.add("GET", base,
               [model_of](const HttpCall& call) { call.answer(json_response(metadata_of(*model_of(call)))); });
    router.add("GET", base + "/ready", [&service, model_of](const HttpCall& call) {
      const auto model = model_of(call);
      call.answer(json_response({{"name", model->name}, {"ready", service.ready()}}, service.ready() ? 200 : 503));
    });
    router.add("POST", base + "/infer", [&service, model_of](HttpCall call) {
      service.read(std::move(call), [&service, model_of](HttpCall& call) {
        const auto model = model_of(call);
        const RequestLimits& limits = service.options_.request;
        if (call.request.body.size() > limits.json)
          throw HttpError(413, "a body may have at most " + std::to_string(limits.json) + " bytes");
        V2Request wanted = read_v2(call.request);
        expect_known(wanted, *model);
        const int64_t count = utterances_of(wanted);
        if (count > limits.list)
          throw HttpError(400, "a request may have at most " + std::to_string(limits.list) + " utterances");
        std::vector<Request> requests;
        for (const Json& line : lines_of(wanted, count)) {
          const std::string where = "utterance " + std::to_string(requests.size() + 1);
          requests.push_back(model->predictor.read(line, where));
          service.check(requests.back(), where);
        }
        wanted.inputs.clear();  // they point into the body
        service.score(model, std::move(requests), call,
                      [wanted, name = model->name, model](const std::vector<Json>& answers) {
                        return write_v2(name, wanted, outputs_of(answers));
                      });
      });
    });
  }
}

}  // namespace mmim

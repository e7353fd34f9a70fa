#include "serve/service.h"

#include <cstdio>

#include "tensor/device.h"

namespace mmim {

namespace {

constexpr int64_t kReaders = 1, kUnread = 1024;

bool holds_tensors(const std::string& path) { return path.starts_with("/v2"); }

}  // namespace

HttpResponse complaint(const HttpError& wrong, const std::string& path, const std::string& id) {
  if (!holds_tensors(path)) return problem(wrong, id);
  HttpResponse response = json_response({{"error", wrong.what()}}, wrong.status);
  response.headers = wrong.headers;
  return response;
}

Service::Service(ServiceOptions options, std::vector<ModelPlace> models, torch::Device device)
    : options_(std::move(options)),
      shelf_(std::move(models), device),
      scorer_(options_.queue, options_.instances, options_.threads, book_),
      listener_(options_.face_model),
      readers_(kReaders, kUnread),
      clips_(1, options_.clips) {
  add_model_routes(router_, *this);
  add_predict_routes(router_, *this);
  add_v2_routes(router_, *this);
}

HttpHandler Service::handler() {
  return {.admit = [this](const HttpRequest& head) -> std::optional<HttpResponse> {
            try {
              check_access(head, options_.access);
              std::map<std::string, std::string> places;
              router_.find(head, places);
              return {};
            } catch (const HttpError& wrong) {
              return complaint(wrong, head.path, head.id);
            }
          },
          .handle = [this](HttpRequest request, HttpAnswer answer) { handle(std::move(request), std::move(answer)); },
          .done = {}};
}

void Service::handle(HttpRequest request, HttpAnswer answer) {
  std::map<std::string, std::string> places;
  const std::string path = request.path, id = request.id;
  try {
    const Router::Function& function = router_.find(request, places);
    function({std::move(request), std::move(places), answer});
  } catch (const HttpError& wrong) {
    answer(complaint(wrong, path, id));
  }
}

void Service::run(WorkThreads& threads, HttpCall call, std::function<void(HttpCall&)> work) {
  const HttpAnswer answer = call.answer;
  const std::string path = call.request.path, id = call.request.id;
  const auto shared = std::make_shared<HttpCall>(std::move(call));
  const bool taken = threads.run([shared, work = std::move(work)] {
    const auto tell = [&](int status, const std::string& sentence) {
      shared->answer(complaint(HttpError(status, sentence), shared->request.path, shared->request.id));
    };
    try {
      work(*shared);
    } catch (const HttpError& wrong) {
      shared->answer(complaint(wrong, shared->request.path, shared->request.id));
    } catch (const DataError& wrong) {
      tell(422, wrong.what());
    } catch (const std::exception& error) {
      std::fprintf(stderr, "mmim: request %s: %s\n", shared->request.id.c_str(), plain_message(error).c_str());
      tell(500, "the request could not be read");
    }
  });
  if (!taken) answer(complaint(HttpError(429, "too many requests wait"), path, id));
}

void Service::score(std::shared_ptr<const ServedModel> model, std::vector<Request> requests, const HttpCall& call,
                    std::function<HttpResponse(std::vector<Json>)> write) {
  if (requests.empty()) return call.answer(write({}));
  const auto done = [answer = call.answer, path = call.request.path, id = call.request.id,
                     write = std::move(write)](std::vector<Json> answers) {
    if (answers.empty()) return answer(complaint(HttpError(500, "the utterance could not be scored"), path, id));
    answer(write(std::move(answers)));
  };
  if (!scorer_.submit(std::make_shared<Ask>(std::move(model), std::move(requests), done)))
    throw HttpError(429, "too many utterances wait for their scores");
}

std::shared_ptr<const ServedModel> Service::model_of(const std::string& name) const {
  if (!shelf_.ready()) throw HttpError(503, "the models are being read");
  if (auto model = shelf_.find(name)) return model;
  if (!name.empty()) throw HttpError(404, "there is no model `" + name + "`; GET /info lists the models");
  throw HttpError(400, "there are several models: `?model=NAME` says which; GET /info lists them");
}

void Service::check(const Request& request, const std::string& where) const {
  const RequestLimits& limits = options_.request;
  const auto beyond = [&](const std::string& what, int64_t count, int64_t limit, const std::string& unit) {
    if (count > limit)
      throw HttpError(422, where + ": " + what + " has " + std::to_string(count) + " " + unit + ", and at most " +
                               std::to_string(limit) + " are taken");
  };
  beyond("`text`", static_cast<int64_t>(request.utterance.text.size()), limits.text, "bytes");
  beyond("`context`", static_cast<int64_t>(request.utterance.context.size()), limits.text, "bytes");
  for (const Modality m : kRowStreams)
    beyond("`" + word(m) + "`", request.utterance.streams[m].rows, limits.rows, "rows");
}

}  // namespace mmim

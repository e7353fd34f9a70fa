#include "core/version.h"
#include "serve/openapi.h"
#include "serve/service.h"

namespace mmim {

void add_model_routes(Router& router, Service& service) {
  router.add("GET", "/info", [&service](const HttpCall& call) {
    Json models = Json::array();
    for (const auto& model : service.shelf_.all()) models.push_back(model->info());
    call.answer(json_response({{"program", "mmim " + program_version()}, {"models", models}}));
  });
  router.add("GET", "/health", [](const HttpCall& call) { call.answer(json_response({{"status", "alive"}})); });
  router.add("GET", "/ready", [&service](const HttpCall& call) {
    if (!service.ready())
      throw HttpError(503, service.ending_ ? "the server is about to end" : "the models are being read");
    call.answer(json_response({{"status", "ready"}}));
  });
  router.add("GET", "/metrics", [&service](const HttpCall& call) {
    call.answer({.status = 200, .type = "text/plain; version=0.0.4; charset=utf-8", .body = service.book_.text()});
  });
  router.add("GET", "/openapi.json", [](const HttpCall& call) { call.answer(json_response(openapi())); });
}

}  // namespace mmim

#pragma once
#include "http/access.h"
#include "http/problem.h"
#include "http/router.h"
#include "serve/clip_listener.h"
#include "serve/model_shelf.h"
#include "serve/scorer.h"
#include "serve/work_threads.h"

namespace mmim {

/// What one request may ask for.
struct RequestLimits {
  int64_t json = 8 << 20;  ///< bytes of a body of JSON or tensors
  int64_t list = 256;      ///< utterances of a request
  int64_t text = 20000;    ///< bytes of a text, or of what was said before
  int64_t rows = 20000;    ///< of a stream
};

struct ServiceOptions {
  QueueLimits queue{};
  RequestLimits request{};
  int64_t instances = 1, threads = 1;
  std::string face_model{};  ///< VisualOptions::face_model
  int64_t clips = 16;        ///< that wait; one is measured at a time
  AccessRules access{};
};

/// What `mmim serve` answers: the routes, and what stands behind them. Bodies are read on a thread of their own, scores
/// are computed by a Scorer; the thread of the server waits for neither.
class Service {
 public:
  Service(ServiceOptions options, std::vector<ModelPlace> models, torch::Device device);

  /// Reads the models; until then requests are answered with 503.
  void load() { shelf_.load(); }
  std::vector<std::string> reload() { return shelf_.reload(); }
  /// From now on /ready says 503, so that nothing new is sent here.
  void end() { ending_ = true; }
  bool ready() const { return shelf_.ready() && !ending_; }
  const ModelShelf& shelf() const { return shelf_; }
  HttpHandler handler();
  const Router& router() const { return router_; }

 private:
  friend void add_model_routes(Router& router, Service& service);
  friend void add_predict_routes(Router& router, Service& service);
  friend void add_v2_routes(Router& router, Service& service);

  void handle(HttpRequest request, HttpAnswer answer);
  /// Runs `work` on a thread that reads bodies, or the one that measures clips; what it throws is answered as
  /// problem().
  void run(WorkThreads& threads, HttpCall call, std::function<void(HttpCall&)> work);
  void read(HttpCall call, std::function<void(HttpCall&)> work) { run(readers_, std::move(call), std::move(work)); }
  /// Answers a request of JSON: with scores, or with the explanation of one utterance.
  void predict(HttpCall& call, bool explain);
  /// The same of a clip that came as a form.
  void hear(HttpCall& call, bool explain);
  void explain(const HttpCall& call, const std::shared_ptr<const ServedModel>& model, const Request& request,
               const Json& remarks, const Json& clip);
  /// Scores utterances and answers with `write` of their answers.
  void score(std::shared_ptr<const ServedModel> model, std::vector<Request> requests, const HttpCall& call,
             std::function<HttpResponse(std::vector<Json>)> write);
  /// Throws HttpError 503 while models are read, 404 for a name that none has, 400 where a name is needed.
  std::shared_ptr<const ServedModel> model_of(const std::string& name) const;
  /// Throws HttpError 422 for what is beyond the limits.
  void check(const Request& request, const std::string& where) const;

  ServiceOptions options_;
  MetricBook book_;
  ModelShelf shelf_;
  Router router_;
  std::atomic<bool> ending_ = false;
  Scorer scorer_;
  ClipListener listener_;  ///< of the thread of clips_
  WorkThreads readers_, clips_;
};

/// GET /info, /health, /ready, /metrics and /openapi.json.
void add_model_routes(Router& router, Service& service);
/// POST /predict and /explain.
void add_predict_routes(Router& router, Service& service);
/// The Open Inference Protocol, version 2, below /v2.
void add_v2_routes(Router& router, Service& service);

/// What is wrong, for the sender of the request at `path`: problem(), or below /v2 {"error": sentence}.
HttpResponse complaint(const HttpError& wrong, const std::string& path, const std::string& id);

}  // namespace mmim

#include "serve/service_metrics.h"

namespace mmim {

namespace {

const std::vector<double> kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
const std::vector<double> kUtterances{1, 2, 4, 8, 16, 32, 64, 128, 256};

}  // namespace

ModelMetrics metrics_of(MetricBook& book, const std::string& model) {
  const MetricBook::Labels label{{"model", model}};
  return {book.counter("mmim_requests_total", "utterances that were scored or failed", label),
          book.counter("mmim_request_failures_total", "utterances that could not be scored", label),
          book.gauge("mmim_requests_running", "utterances in a batch that is being computed", label),
          book.gauge("mmim_requests_waiting", "utterances in the queue", label),
          book.histogram("mmim_queue_seconds", "time of an utterance in the queue", kSeconds, label),
          book.histogram("mmim_batch_utterances", "utterances of a batch", kUtterances, label),
          book.histogram("mmim_batch_seconds", "time that a batch takes to compute", kSeconds, label)};
}

}  // namespace mmim

#pragma once
#include "http/metrics.h"

namespace mmim {

/// Numbers of one model in /metrics, each with the label `model`.
struct ModelMetrics {
  Gauge& requests;     ///< mmim_requests_total: utterances that were scored or failed
  Gauge& failures;     ///< mmim_request_failures_total: utterances that could not be scored
  Gauge& running;      ///< mmim_requests_running: utterances in a batch that is being computed
  Gauge& waiting;      ///< mmim_requests_waiting: utterances in the queue
  Histogram& delay;    ///< mmim_queue_seconds: from the queue's end to its head
  Histogram& batch;    ///< mmim_batch_utterances
  Histogram& seconds;  ///< mmim_batch_seconds: of the computation of a batch
};

ModelMetrics metrics_of(MetricBook& book, const std::string& model);

}  // namespace mmim

#include "serve/scorer.h"

#include <cstdio>

#include "tensor/device.h"

namespace mmim {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The answers of a batch; where a batch fails its utterances are tried one by one, and null stands for those that
/// fail.
std::vector<Json> answers_of(const Predictor& predictor, std::span<const Request> requests) {
  try {
    return predictor.answer(requests);
  } catch (const std::exception& error) {
    if (requests.size() == 1) {
      std::fprintf(stderr, "mmim: an utterance could not be scored: %s\n", plain_message(error).c_str());
      return {Json()};
    }
  }
  std::vector<Json> answers;
  for (const Request& request : requests) answers.push_back(answers_of(predictor, {&request, 1}).front());
  return answers;
}

}  // namespace

Scorer::Scorer(const QueueLimits& limits, int64_t instances, int64_t threads, MetricBook& book)
    : book_(book), queue_(limits) {
  for (int64_t i = 0; i < instances; ++i) threads_.emplace_back([this, threads] { work(threads); });
}

Scorer::~Scorer() {
  queue_.close();
  for (std::thread& thread : threads_) thread.join();
}

bool Scorer::submit(const std::shared_ptr<Ask>& ask) {
  std::vector<QueueEntry> entries;
  for (size_t i = 0; i < ask->size(); ++i)
    entries.push_back({.ask = ask, .index = i, .tokens = ask->tokens(i), .model = ask->model().get()});
  Gauge& waiting = metrics_of(book_, ask->model()->name).waiting;
  const auto count = static_cast<double>(entries.size());
  waiting.add(count);
  if (queue_.push(std::move(entries))) return true;
  waiting.add(-count);
  return false;
}

void Scorer::work(int64_t threads) {
  at::set_num_threads(static_cast<int>(threads));
  for (std::vector<QueueEntry> batch = queue_.take(); !batch.empty(); batch = queue_.take()) score(batch);
}

void Scorer::score(const std::vector<QueueEntry>& batch) {
  const ServedModel& model = *batch.front().ask->model();
  const ModelMetrics metrics = metrics_of(book_, model.name);
  const auto count = static_cast<double>(batch.size());
  std::vector<Request> requests;
  for (const QueueEntry& entry : batch) {
    metrics.delay.observe(seconds_since(entry.since));
    requests.push_back(entry.ask->request(entry.index));
  }
  metrics.waiting.add(-count);
  metrics.running.add(count);
  const Clock::time_point start = Clock::now();
  std::vector<Json> answers = answers_of(model.predictor, requests);
  metrics.seconds.observe(seconds_since(start));
  metrics.batch.observe(count);
  metrics.running.add(-count);
  metrics.requests.add(count);
  for (size_t i = 0; i < batch.size(); ++i) {
    if (answers[i].is_null()) metrics.failures.add(1);
    batch[i].ask->answer(batch[i].index, std::move(answers[i]));
  }
}

}  // namespace mmim

#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "serve/served_model.h"

namespace mmim {

/// Utterances that somebody wants scores of, all together. They may be scored in different batches.
class Ask {
 public:
  /// Called once, from the thread that scores the last utterance: the answers in the order of the requests, or none
  /// where scoring failed.
  using Done = std::function<void(std::vector<Json> answers)>;
  Ask(std::shared_ptr<const ServedModel> model, std::vector<Request> requests, Done done);

  const std::shared_ptr<const ServedModel>& model() const { return model_; }
  size_t size() const { return requests_.size(); }
  const Request& request(size_t index) const { return requests_[index]; }
  int64_t tokens(size_t index) const { return tokens_[index]; }
  /// The answer of one utterance; null: it could not be scored.
  void answer(size_t index, Json answer);

 private:
  std::shared_ptr<const ServedModel> model_;
  std::vector<Request> requests_;
  std::vector<int64_t> tokens_;
  std::vector<Json> answers_;
  std::atomic<size_t> left_;
  std::atomic<bool> failed_ = false;
  Done done_;
};

}  // namespace mmim

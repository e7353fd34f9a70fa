#include "serve/ask.h"

namespace mmim {

Ask::Ask(std::shared_ptr<const ServedModel> model, std::vector<Request> requests, Done done)
    : model_(std::move(model)),
      requests_(std::move(requests)),
      answers_(requests_.size()),
      left_(requests_.size()),
      done_(std::move(done)) {
  for (const Request& request : requests_) tokens_.push_back(model_->tokens(request));
}

void Ask::answer(size_t index, Json answer) {
  if (answer.is_null()) failed_ = true;
  answers_[index] = std::move(answer);
  if (--left_ == 0) done_(failed_ ? std::vector<Json>{} : std::move(answers_));
}

}  // namespace mmim

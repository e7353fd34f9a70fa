#include "train/schedule.h"

#include <algorithm>

#include "core/numbers.h"

namespace mmim {

void Schedule::observe(double valid_loss) {
  if (options_.kind != ScheduleOptions::Kind::plateau) return;
  if (valid_loss < best_ * (1 - 1e-4)) {
    best_ = valid_loss;
    bad_ = 0;
    return;
  }
  if (++bad_ <= options_.patience) return;
  rate_ *= options_.factor;
  bad_ = 0;
}

double Schedule::rate() const {
  if (options_.kind != ScheduleOptions::Kind::linear) return rate_;
  const auto next = static_cast<double>(done_), all = static_cast<double>(all_), warmup = options_.warmup * all;
  if (next < warmup) return next / std::max(1.0, warmup);
  return std::max(0.0, (all - next) / std::max(1.0, all - warmup));
}

Json Schedule::to_json() const {
  return {{"rate", rate_}, {"best", number_to_json(best_)}, {"bad", bad_}, {"updates", done_}};
}

void Schedule::restore(const Json& state) {
  rate_ = state.at("rate");
  best_ = lowest_so_far(state.at("best"));
  bad_ = state.at("bad");
  done_ = state.at("updates");
}

double lowest_so_far(const Json& saved) {
  const double value = number_from_json(saved);
  return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
}

bool Stopper::observe(double valid_loss) {
  if (valid_loss < best_) {
    best_ = valid_loss;
    left_ = patience_;
    return true;
  }
  --left_;
  return false;
}

Json Stopper::to_json() const { return {{"left", left_}, {"best", number_to_json(best_)}}; }

void Stopper::restore(const Json& state) {
  left_ = state.at("left");
  best_ = lowest_so_far(state.at("best"));
}

}  // namespace mmim

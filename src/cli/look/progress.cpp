#include "cli/look/progress.h"

#include <unistd.h>

#include "cli/look/text_table.h"

namespace mmim {

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::string short_term(const std::string& term) {
  const size_t slash = term.find('/');
  if (slash == std::string::npos) return term;
  std::string text = term.substr(0, std::min<size_t>(slash, 3)) + " ";
  bool first = true;
  for (const char c : term.substr(slash + 1)) {
    if (first || c == '-') text += c;
    first = c == '-';
  }
  return text;
}

void ProgressBar::on_start(int64_t epochs, int64_t batches_per_epoch, const std::string& mark) {
  EpochLines::on_start(epochs, batches_per_epoch, mark);
  epochs_ = epochs;
  batches_per_epoch_ = batches_per_epoch;
  start_ = drawn_ = Clock::now();
}

void ProgressBar::on_pass(const Pass& pass, const Stage& stage, int64_t batches) {
  before_pass_ = pass.stage == 0 ? 0 : before_pass_ + in_pass_;
  in_pass_ = batches;
  stage_ = stage.name;
}

void ProgressBar::on_batch(const Step& step, const std::vector<std::pair<std::string, double>>& terms,
                           double gradient_norm, int64_t utterances, int64_t total) {
  done_ = step.pass.epoch * batches_per_epoch_ + before_pass_ + step.batch + 1;
  if (first_ < 0) first_ = done_ - 1;
  utterances_ += utterances;
  if (moving_.visible() && seconds_since(drawn_) < 0.1) return;
  moving_.show(line(step, terms, total, columns_ > 0 ? columns_ : error_columns()));
  drawn_ = Clock::now();
}

std::string ProgressBar::line(const Step& step, const std::vector<std::pair<std::string, double>>& terms, int64_t total,
                              size_t columns) const {
  const double seconds = std::max(1e-3, seconds_since(start_));
  const double left = seconds / static_cast<double>(done_ - first_) *
                      static_cast<double>(std::max<int64_t>(0, epochs_ * batches_per_epoch_ - done_));
  const std::string batches = std::to_string(total);
  std::string text = "epoch " + std::to_string(step.pass.epoch + 1) + "/" + std::to_string(epochs_) + "  " +
                     padded(stage_, 10) + " " + bar(step.batch + 1, total, 12) + " " +
                     padded(std::to_string(step.batch + 1), batches.size(), true) + "/" + batches;
  std::vector<std::string> pieces{"  " + duration(left) + " left",
                                  "  " + decimal(static_cast<double>(utterances_) / seconds, 0) + " utt/s"};
  for (const auto& [term, value] : terms) pieces.push_back("  " + short_term(term) + " " + decimal(value, 2));
  for (const std::string& piece : pieces) {
    if (columns_of(text) + columns_of(piece) >= columns) break;
    text += piece;
  }
  return text;
}

void ProgressBar::print(const std::string& line) {
  moving_.clear();
  EpochLines::print(line);
}

std::unique_ptr<Observer> make_observer(bool quiet) {
  if (quiet) return std::make_unique<WarningLines>();
  if (isatty(STDERR_FILENO)) return std::make_unique<ProgressBar>();
  return std::make_unique<EpochLines>();
}

}  // namespace mmim

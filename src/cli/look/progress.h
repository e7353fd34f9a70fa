#pragma once
#include <chrono>
#include <string>

#include "cli/look/terminal.h"
#include "train/observer.h"

namespace mmim {

/// What a run says on standard error while it trains: a line per epoch, as a table. The base of the bar.
class EpochLines : public Observer {
 public:
  void on_start(int64_t epochs, int64_t batches_per_epoch, const std::string& mark) override;
  void on_epoch(const EpochSummary& summary) override;
  void on_warning(const std::string& sentence) override;
  void on_end(const std::string& why) override;

 protected:
  virtual void print(const std::string& line);

 private:
  bool header_ = false;
};

/// The same with a line below that moves: stage, batch, loss terms, utterances per second and the time left if the run
/// goes to its last epoch. For terminals; redrawn at most ten times a second and never wider than the terminal.
class ProgressBar : public EpochLines {
 public:
  explicit ProgressBar(size_t columns = 0) : columns_(columns), moving_(columns) {}  ///< 0: those of the terminal
  void on_start(int64_t epochs, int64_t batches_per_epoch, const std::string& mark) override;
  void on_pass(const Pass& pass, const Stage& stage, int64_t batches) override;
  void on_batch(const Step& step, const std::vector<std::pair<std::string, double>>& terms, double gradient_norm,
                int64_t utterances, int64_t total) override;

 protected:
  void print(const std::string& line) override;

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(const Step& step, const std::vector<std::pair<std::string, double>>& terms, int64_t total,
                   size_t columns) const;

  size_t columns_;
  MovingLine moving_;
  int64_t epochs_ = 0, batches_per_epoch_ = 0;
  int64_t before_pass_ = 0, in_pass_ = 0;  ///< batches of this epoch in earlier passes; in this one
  int64_t first_ = -1, done_ = 0;          ///< batches of the run when it started or resumed; now
  int64_t utterances_ = 0;
  std::string stage_;
  Clock::time_point start_, drawn_;
};

/// "likelihood/text-visual" -> "lik t-v", "contrast/acoustic" -> "con a": loss terms in few columns.
std::string short_term(const std::string& term);

/// Warnings alone.
class WarningLines : public Observer {
 public:
  void on_warning(const std::string& sentence) override;
};

/// The observer for standard error: warnings alone when `quiet`, a bar on a terminal, plain lines otherwise.
std::unique_ptr<Observer> make_observer(bool quiet);

}  // namespace mmim

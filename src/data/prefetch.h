#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "data/prepared_split.h"
#include "tensor/side_stream.h"

namespace mmim {

/// Batches of a split in a given order, gathered ahead by a thread of its own, at most `kAhead` of them, so that
/// whoever computes on one finds the next ready. The thread runs no parallel region: the cores are the computation's.
/// To a GPU it copies on a stream of its own.
/// The split must outlive this; a destroyed one leaves the rest ungathered.
class Prefetch {
 public:
  static constexpr size_t kAhead = 2;
  /// `batches`: the rows of each batch, in the order in which next() gives them.
  Prefetch(const PreparedSplit& split, std::vector<std::vector<int64_t>> batches, torch::Device device);
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;
  ~Prefetch();
  /// The next batch, once it is there. Throws what gathering it threw, when its turn has come; Error after the last.
  Batch next();

 private:
  struct Gathered {
    Batch batch;
    SideWork copied{};
    std::exception_ptr fault;
  };
  void gather_all();
  bool wait_for_room();  ///< false: stop

  const PreparedSplit& split_;
  const std::vector<std::vector<int64_t>> batches_;
  const torch::Device device_;
  SideStream stream_;
  size_t given_ = 0;
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Gathered> ready_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace mmim

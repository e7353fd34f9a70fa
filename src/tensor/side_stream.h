#pragma once
#include "tensor/torch.h"

namespace c10 {
struct Event;
}

namespace mmim {

/// The end of work that was queued on a side stream; of nothing on a CPU.
class SideWork {
 public:
  SideWork() = default;
  explicit SideWork(std::shared_ptr<c10::Event> end) : end_(std::move(end)) {}
  /// The current stream goes on only after that end, though the host does not wait; memory of `made`, which the work
  /// has allocated, is used again only after what the current stream does with it.
  void join(const std::vector<Tensor>& made) const;

 private:
  std::shared_ptr<c10::Event> end_;
};

/// A stream of a GPU beside that of the computation, for a thread that prepares its data; on a CPU nothing.
class SideStream {
 public:
  explicit SideStream(torch::Device device) : device_(device) {}
  /// Runs `work`; what it queues on the device goes to this stream.
  SideWork run(const std::function<void()>& work);

 private:
  torch::Device device_;
  std::optional<c10::Stream> stream_;  ///< taken when first needed, by the thread that needs it
};

}  // namespace mmim

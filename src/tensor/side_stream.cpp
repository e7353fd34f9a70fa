#include "tensor/side_stream.h"

#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace mmim {

void SideWork::join(const std::vector<Tensor>& made) const {
  if (!end_) return;
  const c10::Stream current = c10::impl::VirtualGuardImpl(end_->device_type()).getStream(end_->device());
  end_->block(current);
  for (const Tensor& tensor : made)
    if (tensor.defined()) tensor.record_stream(current);
}

SideWork SideStream::run(const std::function<void()>& work) {
  if (device_.is_cpu()) {
    work();
    return {};
  }
  if (!stream_) stream_ = c10::impl::VirtualGuardImpl(device_.type()).getStreamFromGlobalPool(device_);
  const c10::StreamGuard guard(*stream_);
  work();
  auto end = std::make_shared<c10::Event>(device_.type());
  end->record(*stream_);
  return SideWork(std::move(end));
}

}  // namespace mmim

#pragma once
#include "formats/pickle/items.h"

namespace mmim {

/// torch._utils._rebuild_tensor_v2(storage, offset, size, stride, ...): a view of the storage, copied to C order where
/// its strides are others. A storage that is not read gives a placeholder. PickleFault when it reaches outside its
/// storage or repeats it beyond reason.
PickleItem rebuild_tensor(const PickleTuple& arguments, PickleBudget& budget);

/// torch.storage._load_from_bytes(bytes): the storage of a tensor in a plain pickle, as torch.save wrote it.
PickleItem load_storage(const PickleTuple& arguments, PickleBudget& budget);

}  // namespace mmim

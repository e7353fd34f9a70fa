#pragma once
#include "formats/pickle/items.h"

namespace mmim {

/// Containers of Python made by calls. What a call is given that makes no such container gives a placeholder for the
/// object that `name` would make.

/// dict, OrderedDict or Counter from nothing, from pairs or from another dictionary.
PickleItem make_dict(const std::string& name, const PickleTuple& arguments, PickleBudget& budget);

/// list(...) or deque(..., longest).
PickleItem make_list(const std::string& name, const PickleTuple& arguments, PickleBudget& budget);

/// bytes(...) or bytearray(...) from nothing, bytes, or text and its codec.
PickleItem make_bytes_of(const std::string& name, const PickleTuple& arguments, PickleBudget& budget);

/// _codecs.encode(text, "latin1"), how protocols 0 to 2 write bytes.
PickleItem encode(const PickleTuple& arguments, PickleBudget& budget);

}  // namespace mmim

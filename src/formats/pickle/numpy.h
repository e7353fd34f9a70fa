#pragma once
#include "formats/pickle/items.h"

namespace mmim {

/// numpy's half of a pickle. Each throws PickleFault when the arguments are not what numpy writes.

/// dtype('f4', False, True), and its BUILD state (3, '<', None, None, None, -1, -1, 0).
PickleItem make_dtype(const PickleTuple& arguments);
void build_dtype(NumpyType& type, const PickleTuple& state);

/// The BUILD state of an ndarray: (version, shape, dtype, is_fortran, data); of a masked one also mask and fill value.
/// A subclass with a state of its own, and a masked array in which something is masked, become placeholders.
void build_array(PickleArray& array, const PickleItem& state, PickleBudget& budget);

/// numpy.core.multiarray.scalar(dtype, data).
PickleItem make_scalar(const PickleTuple& arguments, PickleBudget& budget);

/// numpy.core.numeric._frombuffer(data, dtype, shape, order[, axis_order]) of protocol 5.
PickleItem array_from_buffer(const PickleTuple& arguments, PickleBudget& budget);

}  // namespace mmim

#pragma once
#include "formats/value.h"

namespace mmim {

/// A tree as Python files hold it with one to three values replaced, doubled or taken away; a function of `key`.
Value mutated_tree(const Value& tree, uint64_t key);

}  // namespace mmim

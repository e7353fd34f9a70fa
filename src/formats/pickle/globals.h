#pragma once
#include "formats/pickle/items.h"

namespace mmim {

/// The callable `module.name`; PickleFault naming any that is not on the list. Those of torch are known only
/// `with_torch`.
PickleItem find_global(const std::string& module, const std::string& name, bool with_torch);

/// What calling `callable` with `arguments` builds. Nothing is executed: each name on the list has its own reader.
PickleItem reduce(const PickleItem& callable, const PickleItem& arguments, PickleBudget& budget);

/// Gives `target` (an array, a dtype or a dictionary) the state that BUILD brings.
void build(const PickleItem& target, const PickleItem& state, PickleBudget& budget);

}  // namespace mmim

#pragma once
#include "formats/pickle/items.h"

namespace mmim {

/// The callable `module.name`. Of one that has no reader here, all that it makes is a placeholder. Storages of torch
/// are known only `with_torch`, which pickles of torch.save refer to by name; others hold storages as bytes.
PickleItem find_global(const std::string& module, const std::string& name, bool with_torch, PickleBudget& budget);

/// What calling `callable` with `arguments` builds. Nothing is executed: each name on the list has its own reader.
PickleItem reduce(const PickleItem& callable, const PickleItem& arguments, PickleBudget& budget);

/// Gives `target` the state that BUILD brings: an array its content. Attributes of containers and objects are not read.
void build(const PickleItem& target, const PickleItem& state, PickleBudget& budget);

}  // namespace mmim

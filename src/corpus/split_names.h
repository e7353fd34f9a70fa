#pragma once
#include <optional>
#include <string_view>

#include "corpus/dataset.h"

namespace mmim {

/// The split that a key, a file or a person means: train (training, trn, ...), valid (validation, val, dev, ...) or
/// test (testing, tst, ...), in any case, with or without words like set, split and data beside it. Nothing for other
/// words.
std::optional<SplitName> split_named(std::string_view word);

}  // namespace mmim

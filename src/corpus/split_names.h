#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "corpus/dataset.h"

namespace mmim {

/// The split that a key, a file or a person means: train (training, trn, ...), valid (validation, val, dev, ...) or
/// test (testing, tst, ...), in any case, with or without words like set, split and data beside it. Nothing for other
/// words.
std::optional<SplitName> split_named(std::string_view word);

/// Whether a key, a file or a person says `eval` or `evaluation`, which some mean as valid and others as test.
bool names_evaluation(std::string_view word);

/// The split that such a word means beside other splits: valid where test is among them, test where valid is; nothing
/// where both are, as then it is another split. DataError `refusal` with the choice to make where neither is.
std::optional<SplitName> evaluation_split(bool has_valid, bool has_test, const std::string& refusal);
/// "`eval` is read as valid, because there is a split test".
std::string say_evaluation(std::string_view word, SplitName split);

}  // namespace mmim

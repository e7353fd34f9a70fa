#pragma once
#include "corpus/survey.h"

namespace mmim {

/// Notes on labels out of range and on stated lengths, as an import under `options` treats them.
void note_rules(const Survey& survey, const ImportOptions& options, DatasetInfo& info);
/// DataError for what `options` refuse: a label out of range, a stated length that as_stored cannot take.
void check_rules(const Survey& survey, const ImportOptions& options);

}  // namespace mmim

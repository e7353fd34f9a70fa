#pragma once
#include "corpus/layouts/utterance_table.h"

namespace mmim {

/// Gives every row a split: the stated one, else that of the stated rows of its video, else one that is drawn by video
/// (TableOptions::split). What was drawn stands in a note and in `extra`. DataError with the option to type where a row
/// has no split and none are to be drawn; UsageError where all have one and some are.
void settle_splits(UtteranceTable& table, const TableOptions& options, DatasetInfo& info);

}  // namespace mmim

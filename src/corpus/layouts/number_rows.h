#pragma once
#include "corpus/layouts/feature_file.h"
#include "formats/number_table.h"

namespace mmim {

/// The rows of a table of numbers that are of one utterance, with their times. A tracker of faces may have rows of
/// several faces: those of the face that is seen longest are taken, of two such the one that is surer. Rows without a
/// face are left out. DataError for rows of several recordings, as openSMILE appends them to one file, and for a table
/// without features.
FeatureRows rows_of_table(NumberTable table, const std::string& where);

/// The column that names the recording of each row; null where there is none.
const PlaceColumn* recording_column(const NumberTable& table);

/// Some rows of a table, in that order.
NumberTable part_of(const NumberTable& table, const std::vector<size_t>& rows);

/// A time in seconds: "1.5", "0 days 00:00:01.5" or "00:00:01.5", as openSMILE and pandas write it; NaN for other text.
double seconds_in(const std::string& text);

}  // namespace mmim

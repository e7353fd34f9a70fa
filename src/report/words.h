#pragma once
#include "report/report.h"

namespace mmim {

/// What the forms of a report that people read have in common.

/// A test whose p after Holm is below .05 leaves its mark: paired †, Welch ‡, two-level *.
std::string significance_marks(const TableRow& row, const std::string& metric);

/// "0.7821 ± 0.0349†", or both conventions: "81.46 ± 1.35 / 82.96 ± 1.71".
std::string shown_means(const TableRow& row, const Column& column);

/// "5", or "3 of 5" where some failed.
std::string shown_count(const TableRow& row);

/// Each distinct reason with the seeds that failed for it: "seeds 1111, 1112: ..."; empty when none failed.
std::vector<std::string> shown_failures(const TableRow& row);

/// "mmim (mmim-paper): train.epochs = 12, mmim.alpha = 0.3": the options that rows have changed, and of which rows.
std::string shown_changes(const Report& report, const RowChanges& changes);

/// Header and a line for each row: name, runs, MAE on valid, means of each column; "failed" where a row has no run.
std::vector<std::vector<std::string>> means_table(const Section& section);

/// "Lowest mean MAE: TFN. The two-level test tells ...", names as `shown` writes them; empty where rows are fewer than
/// two.
std::string lowest_mae(const Section& section, std::string (*shown)(const std::string& name));

/// What the metrics of a scale count as one class; empty where it has no accuracies.
std::string words_of(Scale scale);

/// What the marks mean, which rows can have no star and why, and which difference the seeds could have seen; empty
/// where nothing is compared.
std::string marks_legend(const Section& section);

/// The sentences under a table: what its numbers and marks are.
std::string table_legend(const Section& section);

}  // namespace mmim

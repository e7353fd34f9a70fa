#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/layouts/layout.h"

namespace mmim {

/// One row of a table of utterances.
struct UtteranceRow {
  std::string id{};                  ///< `video$_$clip` of columns of both, else as the table has it
  std::vector<std::string> names{};  ///< under which the files of features may lie, the likeliest first
  std::string text{};
  float label = 0;
  std::map<std::string, float> further{};  ///< further labels; NaN for none
  std::optional<SplitName> split{};
  std::string evaluation{};  ///< `eval` or `evaluation`, until the other splits tell which split it is
  std::string place{};       ///< "labels.csv: line 12"
};

/// Words of the text of a row.
int64_t words_of(const UtteranceRow& row);

/// A table of utterances, in one file or in a file for each split.
struct UtteranceTable {
  std::vector<std::filesystem::path> files{};
  std::vector<UtteranceRow> rows{};
  std::vector<std::string> label_names{};  ///< of further labels
  std::vector<Note> notes{};
  bool has_ids = true, has_texts = true;
  std::string split_column{};  ///< "`fold`"; empty: none
  std::string header{};        ///< "`id`, `text` and `label`"
};

/// The files of the table that lies at a path, which is the table or the folder of it; --labels names one that lies
/// elsewhere. Of several tables it takes the one that lists utterances, or those whose names say splits. Empty where
/// there is none; DataError where several could be it.
std::vector<std::filesystem::path> table_files(const Opened& opened);

/// Reads a table of utterances. DataError with the line for an unknown split or a label that is no number; with a count
/// for rows without a label.
UtteranceTable read_utterances(const std::vector<std::filesystem::path>& files, const TableOptions& options);

}  // namespace mmim

#include "corpus/layouts/split_rows.h"

namespace mmim {

SplitRows::SplitRows(const UtteranceTable& table) {
  for (size_t row = 0; row < table.rows.size(); ++row)
    rows[static_cast<size_t>(table.rows[row].split.value())].push_back(row);
}

FoundColumns SplitRows::further(const UtteranceTable& table) const {
  FoundColumns columns;
  for (const std::string& name : table.label_names) {
    FoundColumn& column = columns.emplace_back(FoundColumn{name, {}});
    for (size_t split = 0; split < rows.size(); ++split)
      for (const size_t row : rows[split]) column.values[split].push_back(table.rows[row].further.at(name));
  }
  return columns;
}

}  // namespace mmim

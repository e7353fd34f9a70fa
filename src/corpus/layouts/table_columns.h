#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/csv.h"

namespace mmim {

/// Which column of a table of utterances holds what.
struct TableColumns {
  std::optional<size_t> id{}, video{}, clip{}, text{}, label{}, split{};
  std::vector<std::pair<std::string, size_t>> further{};  ///< labels beside the label, by name: "T" of `label_T`
  std::vector<std::string> guessed{};                     ///< "text from `transcript`"
  std::vector<std::string> unread{};                      ///< names of columns that nothing is read from
};

/// `wanted` has words ROLE=NAME; ROLE is id, video, clip, text, label, split or label_X, an empty NAME means no column.
/// Other columns are found by the names in use. UsageError for a role that is none and, naming `where` and the header,
/// for a name that no column has.
TableColumns find_table_columns(const Table& table, const std::vector<std::string>& wanted, const std::string& where);

/// Whether a table has a column of labels and one of ids or texts.
bool lists_utterances(const Table& table, const std::vector<std::string>& wanted);

/// Names of a header as they can stand in a sentence: "`a`, `b` and `c`".
std::string say_header(const std::vector<std::string>& header);
/// A field as it can stand in a sentence: on one line, not too long.
std::string shown(const std::string& field);

/// A label of a table: NaN where there is none; nothing for text that is no number. A comma may be the decimal point.
std::optional<float> table_number(const std::string& field);

}  // namespace mmim

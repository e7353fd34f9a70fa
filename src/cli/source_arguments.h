#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "corpus/source.h"
#include "extract/timed_source.h"

namespace mmim {

/// How a person says that a source is to be read: what `import` and `inspect` have in common.
struct SourceArguments {
  std::string layout, labels;
  TableOptions table;
  RowOptions rows;
};

/// Adds --columns, --split and --split-seed, how a table of utterances is read.
void add_table_arguments(CLI::App& command, TableOptions& table, const std::string& group);

/// Adds --layout, --labels and the options of tables of own features.
void add_source_arguments(CLI::App& command, SourceArguments& arguments);
/// Adds --rows, --rate and --words, by which rows of own features are averaged over time.
void add_row_arguments(CLI::App& command, RowOptions& rows);

}  // namespace mmim

#include "cli/source_arguments.h"

namespace mmim {

namespace {

constexpr const char* kOwnFeatures = "Your own features (layout table)";

}  // namespace

void add_table_arguments(CLI::App& command, TableOptions& table, const std::string& group) {
  command
      .add_option("--columns", table.columns,
                  "columns of the table, where they are not found by their names: id, video, clip, text, label, split, "
                  "label_X; `split=` reads none; of MMSA's pickles the keys of id and text")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ROLE=NAME")
      ->group(group);
  CLI::Option* split =
      command.add_option("--split", table.split, "shares of train, valid and test by which splits are drawn, by video")
          ->type_name("70/10/20")
          ->group(group);
  command.add_option("--split-seed", table.split_seed, "seed of these draws")
      ->capture_default_str()
      ->needs(split)
      ->group(group);
}

void add_source_arguments(CLI::App& command, SourceArguments& arguments) {
  command.add_option("--layout", arguments.layout, "read it as this layout (default: the one it is of)");
  command.add_option("--labels", arguments.labels,
                     "label CSV (mult), listing of folds (csd) or table of utterances (table) that lies elsewhere");
  TableOptions& table = arguments.table;
  add_table_arguments(command, table, kOwnFeatures);
  command
      .add_option("--visual", table.visual,
                  "folder of visual features that lies elsewhere, or one table of all recordings")
      ->type_name("PLACE")
      ->group(kOwnFeatures);
  command
      .add_option("--acoustic", table.acoustic,
                  "folder of acoustic features that lies elsewhere, or one table of all recordings")
      ->type_name("PLACE")
      ->group(kOwnFeatures);
  command
      .add_option("--time-axis", table.time_axis,
                  "axis of time in arrays of features, where the arrays do not tell: first, or last as librosa has it")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("[STREAM=]AXIS")
      ->group(kOwnFeatures);
}

void add_row_arguments(CLI::App& command, RowOptions& rows) {
  command
      .add_option(
          "--rows", rows.rows,
          "averages rows over the words of each text, whose times lie in the folder words, or over equal times: "
          "`words`, or rows a second")
      ->type_name("words|N")
      ->group(kOwnFeatures);
  command.add_option("--rate", rows.rate, "rows a second of features whose files have no times, such as visual=30")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("[STREAM=]N")
      ->group(kOwnFeatures);
  command.add_option("--words", rows.words, "folder with the times of words that lies elsewhere")
      ->type_name("DIR")
      ->group(kOwnFeatures);
}

}  // namespace mmim

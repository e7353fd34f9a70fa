#include <algorithm>

#include "core/error.h"
#include "corpus/layouts/label_columns.h"
#include "corpus/layouts/unknown.h"
#include "corpus/source.h"

namespace mmim {

namespace {

/// In the order they are tried. A new layout is a file in layouts/ and a line here.
std::vector<LayoutReader> catalog() {
  return {dataset_layout(), mmsa_layout(), mult_layout(), lmf_layout(),   mag_bert_layout(),
          mmim_layout(),    misa_layout(), csd_layout(),  seq20_layout(), table_layout()};
}

/// Options of own features are for the layout table; MMSA's pickles take columns too.
void check_options(const Opened& opened, const std::string& layout) {
  TableOptions others = opened.table;
  if (layout == "mmsa") others.columns.clear();
  if (layout != "table" && !others.given().empty())
    throw UsageError(others.given() + ": is for the layout table, and " + opened.path.string() + " is of the layout " +
                     layout);
}

/// No layout but that of own features knows what lies there.
bool fits_a_table_at_most(const Opened& opened) {
  const std::vector<LayoutReader> all = catalog();
  return std::none_of(all.begin(), all.end(), [&](const LayoutReader& layout) {
    return layout.entry.name != "table" && layout.mismatch(opened).empty();
  });
}

}  // namespace

std::string TableOptions::given() const {
  if (!columns.empty()) return "--columns";
  if (!split.empty()) return "--split";
  if (!time_axis.empty()) return "--time-axis";
  return !visual.empty() ? "--visual" : !acoustic.empty() ? "--acoustic" : "";
}

std::vector<LayoutEntry> layouts() {
  std::vector<LayoutEntry> entries;
  for (const LayoutReader& layout : catalog()) entries.push_back(layout.entry);
  return entries;
}

std::unique_ptr<Source> source_of(const Opened& opened, const std::string& layout) {
  for (const LayoutReader& known : catalog()) {
    if (!layout.empty() && layout != known.entry.name) continue;
    const std::string problem = known.mismatch(opened);
    if (problem.empty()) check_options(opened, known.entry.name);
    if (problem.empty()) return with_label_columns(known.open(opened), opened);
    if (!layout.empty())
      throw DataError(opened.path.string() + ": is not of this layout (" + layout + ": " + problem + ")");
  }
  throw DataError(unknown_layout(opened, catalog()));
}

std::unique_ptr<Source> open_source(const std::filesystem::path& path, const std::string& layout,
                                    const std::filesystem::path& labels, const TableOptions& table) {
  std::vector<std::string> names;
  for (const LayoutReader& known : catalog()) names.push_back(known.entry.name);
  if (!layout.empty() && std::find(names.begin(), names.end(), layout) == names.end())
    throw UsageError("layout `" + layout + "` is none of " + listing(names) + did_you_mean(layout, names));
  Opened opened = open_path(path, labels);
  opened.table = table;
  const bool as_table = layout == "table" || !table.given().empty();
  if (!as_table && fits_a_table_at_most(opened)) read_below(opened);
  return source_of(opened, layout);
}

}  // namespace mmim

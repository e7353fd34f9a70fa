#include "report/sections.h"

#include <algorithm>
#include <set>

#include "core/error.h"

namespace mmim {

namespace {

SectionCells& section_of(std::vector<SectionCells>& sections, const Cell& cell) {
  const auto fits = [&](const SectionCells& one) { return one.provenance.same_table(cell.provenance); };
  const auto found = std::find_if(sections.begin(), sections.end(), fits);
  return found != sections.end() ? *found : sections.emplace_back(SectionCells{.provenance = cell.provenance});
}

RowCells& row_of(SectionCells& section, const std::string& name) {
  auto& rows = section.rows;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
  return found != rows.end() ? *found : rows.emplace_back(RowCells{name, {}, {}});
}

void add(SectionCells& section, const Cell& cell) {
  RowCells& row = row_of(section, cell.row);
  if (!cell.finished) {
    row.failed.push_back(&cell);
    return;
  }
  for (const Cell* other : row.finished)
    if (other->seed == cell.seed)
      throw DataError(other->name + " and " + cell.name + " are both \"" + cell.row + "\" with seed " +
                      std::to_string(cell.seed) + "; a row has one run of a seed, so leave one of them out");
  row.finished.push_back(&cell);
  section.utterances = std::max(section.utterances, cell.utterances);
  section.videos = std::max(section.videos, cell.videos);
}

/// Rows in the order of `names`, then the others as they stood.
void put_in_order(std::vector<RowCells>& rows, const std::vector<std::string>& names) {
  const auto position = [&](const RowCells& row) { return std::find(names.begin(), names.end(), row.name); };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return position(a) < position(b); });
}

/// "train.epochs", "mmim.alpha": the options in which the cells of a row differ.
std::string differing_options(const RowCells& row) {
  std::set<std::string> names;
  const Json first = row.finished.front()->configuration.flatten();
  for (const Cell* cell : row.finished) {
    const Json other = cell->configuration.flatten();
    for (const auto& [path, value] : first.items())
      if (!other.contains(path) || other.at(path) != value) names.insert(path);
    for (const auto& [path, value] : other.items())
      if (!first.contains(path)) names.insert(path);
  }
  names.erase("/seed");
  std::string text;
  for (std::string name : names) {
    name.erase(0, 1);
    std::replace(name.begin(), name.end(), '/', '.');
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

std::string listed(const std::set<std::string>& words, const char* between = ", ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

void mark(SectionCells& section) {
  std::set<std::string> watermarks, builds, machines;
  const auto has_finished = [](const RowCells& row) { return !row.finished.empty(); };
  if (const std::string warning = encoder_warning(section.provenance);
      !warning.empty() && std::any_of(section.rows.begin(), section.rows.end(), has_finished))
    section.marks.push_back("WARNING: " + warning + ".");
  for (const RowCells& row : section.rows) {
    if (row.finished.empty()) continue;
    if (const std::string options = differing_options(row); !options.empty())
      section.marks.push_back("The cells of \"" + row.name + "\" differ by more than the seed: " + options + ".");
    for (const Cell* cell : row.finished) {
      const Provenance& from = cell->provenance;
      if (!from.watermark.empty()) watermarks.insert(from.watermark);
      if (!from.machine.empty()) machines.insert(from.machine);
      builds.insert(from.version + (from.program.empty() ? "" : " (" + from.program.substr(0, 12) + ")"));
    }
  }
  for (const std::string& watermark : watermarks) section.marks.push_back(watermark + ".");
  if (builds.size() > 1) section.marks.push_back("The cells were made by several programs: " + listed(builds) + ".");
  if (machines.size() > 1)
    section.marks.push_back(
        "The cells were computed in several ways, which agree in all but rounding: " + listed(machines, "; ") + ".");
}

}  // namespace

std::string SectionCells::title() const {
  const auto known = [](const std::string& text) { return text.empty() ? "unknown" : text; };
  return (provenance.synthetic ? "SYNTHETIC data: " : "") + known(provenance.data) +
         (provenance.label.empty() ? "" : ", label " + provenance.label) + ", split " + provenance.split +
         ", text encoder " + known(provenance.encoder) + ", protocol " + known(provenance.protocol);
}

const RowCells* SectionCells::baseline(const std::string& wanted) const {
  const RowCells* first = nullptr;
  for (const RowCells& row : rows) {
    if (row.finished.empty()) continue;
    if (row.name == wanted) return &row;
    if (!first) first = &row;
  }
  return first;
}

std::vector<SectionCells> section_cells(std::span<const Cell> cells, const std::vector<std::string>& order) {
  std::vector<SectionCells> sections;
  for (const Cell& cell : cells)
    if (cell.finished) add(section_of(sections, cell), cell);
  for (const Cell& cell : cells)
    if (!cell.finished) add(section_of(sections, cell), cell);
  std::vector<std::string> names = order;
  for (const Cell& cell : cells)
    if (std::find(names.begin(), names.end(), cell.row) == names.end()) names.push_back(cell.row);
  for (SectionCells& section : sections) {
    put_in_order(section.rows, names);
    for (RowCells& row : section.rows)
      std::sort(row.finished.begin(), row.finished.end(), [](auto* a, auto* b) { return a->seed < b->seed; });
    mark(section);
  }
  return sections;
}

std::string why_apart(const std::vector<SectionCells>& sections) {
  if (sections.size() < 2) return "";
  std::vector<Provenance> all;
  for (const SectionCells& section : sections) all.push_back(section.provenance);
  return "These cells do not belong in one table (" + table_difference(all) + "): they stand in " +
         std::to_string(sections.size()) + ", and nothing is averaged or tested across them.";
}

}  // namespace mmim

#include "results/cell_folder.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "results/cases.h"
#include "results/experiment_record.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// What lies beside published cells and is none.
bool lies_beside_cells(const fs::path& file) {
  static const std::set<std::string> names{"experiment.json", "tables.json", "report.json", "cases.json"};
  return names.contains(file.filename().string());
}

bool is_published_cell(const fs::path& entry) {
  return entry.extension() == ".json" && !lies_beside_cells(entry) && fs::is_regular_file(entry) &&
         is_cell(read_json(entry));
}

std::vector<fs::path> entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) found.push_back(*it);
  if (error) throw DataError(folder.string() + ": cannot be read (" + error.message() + ")");
  std::sort(found.begin(), found.end());
  return found;
}

void add_cell(CellFolder& into, const fs::path& file) {
  Cell cell = read_cell(file);
  const Json json = cell.to_json();
  const auto same = [&](const Cell& other) { return other.name == cell.name && other.to_json() == json; };
  if (std::none_of(into.cells.begin(), into.cells.end(), same)) into.cells.push_back(std::move(cell));
}

using Notes = std::map<std::string, std::string>;  // of rows

void add_record(CellFolder& into, Notes& notes, const fs::path& folder) {
  ExperimentRecord record = read_experiment_record(folder);
  if (!record.title.empty()) into.title = record.title;
  if (!record.baseline.empty()) into.baseline = record.baseline;
  if (!record.rows.empty()) into.order = record.rows;
  notes.merge(record.notes);
  into.open.insert(into.open.end(), record.cells.begin(), record.cells.end());
}

void add(CellFolder& into, Notes& notes, const fs::path& folder) {
  if (fs::exists(folder / "experiment.json")) add_record(into, notes, folder);
  add_cases(into.cases, folder / "cases.json", "");
  for (const fs::path& entry : entries(folder)) {
    const std::string name = entry.filename().string();
    const bool hidden = name.starts_with("."), within = fs::is_directory(entry);
    if (within && fs::exists(entry / "cell.json"))
      add_cell(into, entry / "cell.json");
    else if (within && fs::exists(entry / "wanted.json"))
      into.open.push_back(name);
    else if (is_published_cell(entry))
      add_cell(into, entry);
    else if (!hidden && (within || (entry.extension() == ".json" && !lies_beside_cells(entry))))
      into.left_out.push_back(entry.string());
    if (within) add_cases(into.cases, entry / "cases.json", name);
  }
}

}  // namespace

bool holds_cells(const fs::path& folder) {
  if (!fs::is_directory(folder) || fs::exists(folder / "config.toml")) return false;  // the latter: of a single run
  for (const fs::path& entry : entries(folder)) {
    if (fs::is_directory(entry) && (fs::exists(entry / "cell.json") || fs::exists(entry / "wanted.json"))) return true;
    try {
      if (is_published_cell(entry)) return true;
    } catch (const DataError&) {  // what is damaged is complained of where cells are read
    }
  }
  return false;
}

CellFolder read_cell_folders(const std::vector<fs::path>& folders) {
  CellFolder all;
  Notes notes;
  for (const fs::path& folder : folders) add(all, notes, folder);
  std::set<std::string> ended;
  for (Cell& cell : all.cells) {
    ended.insert(cell.name);
    if (const auto note = notes.find(cell.row); note != notes.end()) cell.note = note->second;
  }
  std::sort(all.open.begin(), all.open.end());
  all.open.erase(std::unique(all.open.begin(), all.open.end()), all.open.end());
  std::erase_if(all.open, [&](const std::string& name) { return ended.contains(name); });
  return all;
}

}  // namespace mmim

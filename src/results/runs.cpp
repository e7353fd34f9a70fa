#include "results/runs.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "core/own_folder.h"
#include "results/cases.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

using Changes = std::vector<std::string>;

/// Of each system the different lists of changes, as they stand.
using VariantsOf = std::map<std::string, std::vector<Changes>>;

bool has_ended(const fs::path& run) { return fs::exists(run / "outcome.json") && fs::exists(run / "report.json"); }

/// Why an entry of a folder of runs is left out; empty: it is a finished run.
std::string why_left_out(const fs::path& entry) {
  if (!holds_run(entry)) return what_lies_in(entry);
  return has_ended(entry) ? "" : "a run that has not finished";
}

/// The finished runs in a folder of runs.
std::vector<fs::path> runs_in(const fs::path& folder, std::vector<std::string>& left_out) {
  std::vector<fs::path> entries, runs;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory() && !entry.path().filename().string().starts_with(".")) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  std::vector<std::string> others;
  for (const fs::path& entry : entries) {
    const std::string why = why_left_out(entry);
    if (why.empty())
      runs.push_back(entry);
    else
      others.push_back(entry.string() + ": " + why);
  }
  if (runs.empty())
    throw UsageError(folder.string() + ": no finished run is there" +
                     (others.empty() ? "" : " (" + listing(others) + ")"));
  left_out.insert(left_out.end(), others.begin(), others.end());
  return runs;
}

void add_run(RunCells& all, const fs::path& run, const ChangesOf& changes_of) {
  all.cells.push_back(read_run(run, changes_of));
  if (const fs::path file = run / "predictions.csv"; fs::exists(file))
    add_predictions(all.cells.back(), read_predictions(file));
  add_cases(all.cases, run / "cases.json", run.string());
}

std::string joined(const Changes& changes) {
  std::string text;
  for (const std::string& change : changes) text += (text.empty() ? "" : ", ") + change;
  return text;
}

/// The changes that not all variants have.
Changes of_its_own(const Changes& variant, const std::vector<Changes>& variants) {
  Changes own;
  for (const std::string& change : variant)
    if (!std::all_of(variants.begin(), variants.end(), [&](const Changes& other) {
          return std::find(other.begin(), other.end(), change) != other.end();
        }))
      own.push_back(change);
  return own;
}

std::string row_name(const std::string& system, const Changes& changes, const std::vector<Changes>& variants) {
  constexpr size_t kLongest = 60;  // of what stands behind the system
  if (variants.size() == 1) return system;
  const bool is_short = std::all_of(variants.begin(), variants.end(), [&](const Changes& one) {
    return joined(of_its_own(one, variants)).size() <= kLongest;
  });
  const auto place = std::find(variants.begin(), variants.end(), changes) - variants.begin();
  if (!is_short) return system + ", variant " + std::to_string(place + 1);
  const std::string own = joined(of_its_own(changes, variants));
  return own.empty() ? system : system + ": " + own;
}

/// Where runs lie, however their folders are written.
using Places = std::set<fs::path>;

fs::path place_of_run(const Cell& run) { return fs::weakly_canonical(run.name); }

/// Whether one run stands for another of the same row and seed. Two that were named, or that ended at one time, do not
/// stand for each other.
bool stands_for(const Cell& one, const Cell& other, const Places& named) {
  if (one.row != other.row || one.seed != other.seed || !one.provenance.same_table(other.provenance)) return false;
  const bool one_named = named.contains(place_of_run(one)), other_named = named.contains(place_of_run(other));
  if (one_named != other_named) return one_named;
  const auto ended = [](const Cell& run) { return fs::last_write_time(fs::path(run.name) / "outcome.json"); };
  return !one_named && ended(one) > ended(other);
}

void leave_out_superseded(RunCells& all, const Places& named) {
  std::set<std::string> left_out;
  for (const Cell& other : all.cells) {
    const auto stands = [&](const Cell& one) { return stands_for(one, other, named); };
    const auto one = std::find_if(all.cells.begin(), all.cells.end(), stands);
    if (one == all.cells.end()) continue;
    left_out.insert(other.name);
    all.superseded.push_back(other.name + " is left out: " + one->name + " is also \"" + other.row + "\" with seed " +
                             std::to_string(other.seed) +
                             (named.contains(place_of_run(*one)) ? " and was named" : " and ended later"));
  }
  const auto is_out = [&](const std::string& name) { return left_out.contains(name); };
  std::erase_if(all.cells, [&](const Cell& cell) { return is_out(cell.name); });
  for (size_t i = all.cases.is_array() ? all.cases.size() : 0; i-- > 0;)
    if (is_out(all.cases[i].value("cell", ""))) all.cases.erase(i);
}

}  // namespace

void name_rows(std::vector<Cell>& runs) {
  VariantsOf variants_of;
  for (const Cell& run : runs) {
    std::vector<Changes>& variants = variants_of[run.system];
    if (std::find(variants.begin(), variants.end(), run.changes) == variants.end()) variants.push_back(run.changes);
  }
  for (Cell& run : runs) run.row = row_name(run.system, run.changes, variants_of.at(run.system));
}

RunCells read_runs(const std::vector<fs::path>& places, const ChangesOf& changes_of) {
  RunCells all;
  Places named, added;
  for (const fs::path& place : places) {
    const bool of_runs = fs::is_directory(place) && !fs::exists(place / "config.toml");
    const auto runs = of_runs ? runs_in(place, all.left_out) : std::vector<fs::path>{place};
    if (!of_runs) named.insert(fs::weakly_canonical(place));
    for (const fs::path& run : runs)
      if (added.insert(fs::weakly_canonical(run)).second) add_run(all, run, changes_of);
  }
  name_rows(all.cells);
  leave_out_superseded(all, named);
  return all;
}

}  // namespace mmim

#include "report/sections.h"

#include <algorithm>
#include <set>

#include "core/error.h"

namespace mmim {

namespace {

bool holds(const ReportSection& section, const Cell& cell) {
  return section.data == cell.data && section.fingerprint == cell.fingerprint && section.split == cell.split &&
         section.encoder == cell.encoder && section.encoder_sha256 == cell.encoder_sha256 &&
         section.protocol == cell.protocol && section.synthetic == cell.synthetic;
}

/// A cell may have failed before it knew its data: what it does not know is no contradiction.
bool may_hold(const ReportSection& section, const Cell& failed) {
  const auto fits = [](const std::string& ours, const std::string& its) { return its.empty() || ours == its; };
  return fits(section.data, failed.data) && fits(section.fingerprint, failed.fingerprint) &&
         fits(section.split, failed.split) && fits(section.encoder, failed.encoder) &&
         fits(section.encoder_sha256, failed.encoder_sha256) && fits(section.protocol, failed.protocol) &&
         (failed.data.empty() || section.synthetic == failed.synthetic);
}

ReportSection section_for(const Cell& cell) {
  ReportSection section;
  section.data = cell.data;
  section.fingerprint = cell.fingerprint;
  section.split = cell.split;
  section.encoder = cell.encoder;
  section.encoder_sha256 = cell.encoder_sha256;
  section.protocol = cell.protocol;
  section.synthetic = cell.synthetic;
  return section;
}

template <class Fits>
ReportSection& section_of(std::vector<ReportSection>& sections, const Cell& cell, Fits fits) {
  const auto found = std::find_if(sections.begin(), sections.end(), [&](const auto& one) { return fits(one, cell); });
  return found != sections.end() ? *found : sections.emplace_back(section_for(cell));
}

ReportRow& row_of(ReportSection& section, const std::string& name) {
  auto& rows = section.rows;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
  return found != rows.end() ? *found : rows.emplace_back(ReportRow{name, {}, {}});
}

void add(ReportSection& section, const Cell& cell) {
  ReportRow& row = row_of(section, cell.row);
  if (!cell.finished) {
    row.failed.push_back(&cell);
    return;
  }
  for (const Cell* other : row.finished)
    if (other->seed == cell.seed)
      throw DataError(other->name + " and " + cell.name + " are both \"" + cell.row + "\" with seed " +
                      std::to_string(cell.seed));
  row.finished.push_back(&cell);
  section.utterances = std::max(section.utterances, cell.utterances);
  section.videos = std::max(section.videos, cell.videos);
}

/// Rows in the order of `names`, then the others as they stood.
void put_in_order(std::vector<ReportRow>& rows, const std::vector<std::string>& names) {
  const auto place = [&](const ReportRow& row) { return std::find(names.begin(), names.end(), row.name); };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

/// "train.epochs", "mmim.alpha": the options in which the cells of a row differ.
std::string differing_options(const ReportRow& row) {
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

void mark(ReportSection& section) {
  std::set<std::string> watermarks, builds, machines;
  for (const ReportRow& row : section.rows) {
    if (row.finished.empty()) continue;
    if (const std::string options = differing_options(row); !options.empty())
      section.marks.push_back("The cells of \"" + row.name + "\" differ by more than the seed: " + options + ".");
    for (const Cell* cell : row.finished) {
      if (!cell->watermark.empty()) watermarks.insert(cell->watermark);
      if (!cell->machine.empty()) machines.insert(cell->machine);
      builds.insert(cell->version + " (" + cell->program.substr(0, 12) + ")");
    }
  }
  for (const std::string& watermark : watermarks) section.marks.push_back(watermark + ".");
  if (builds.size() > 1) section.marks.push_back("The cells were made by several programs: " + listed(builds) + ".");
  if (machines.size() > 1)
    section.marks.push_back(
        "The cells were computed in several ways, which agree in all but rounding: " + listed(machines, "; ") + ".");
}

}  // namespace

std::string ReportSection::title() const {
  const auto known = [](const std::string& text) { return text.empty() ? "unknown" : text; };
  return (synthetic ? "SYNTHETIC data: " : "") + known(data) + ", split " + split + ", text encoder " + known(encoder) +
         ", protocol " + known(protocol);
}

const ReportRow* ReportSection::baseline(const std::string& wanted) const {
  const ReportRow* first = nullptr;
  for (const ReportRow& row : rows) {
    if (row.finished.empty()) continue;
    if (row.name == wanted) return &row;
    if (!first) first = &row;
  }
  return first;
}

std::vector<ReportSection> report_sections(std::span<const Cell> cells, const std::vector<std::string>& order) {
  std::vector<ReportSection> sections;
  for (const Cell& cell : cells)
    if (cell.finished) add(section_of(sections, cell, holds), cell);
  for (const Cell& cell : cells)
    if (!cell.finished) add(section_of(sections, cell, may_hold), cell);
  std::vector<std::string> names = order;
  for (const Cell& cell : cells)
    if (std::find(names.begin(), names.end(), cell.row) == names.end()) names.push_back(cell.row);
  for (ReportSection& section : sections) {
    put_in_order(section.rows, names);
    for (ReportRow& row : section.rows)
      std::sort(row.finished.begin(), row.finished.end(), [](auto* a, auto* b) { return a->seed < b->seed; });
    mark(section);
  }
  return sections;
}

std::string why_apart(const std::vector<ReportSection>& sections) {
  if (sections.size() < 2) return "";
  std::set<std::string> data, fingerprints, splits, encoders, protocols, kinds;
  for (const ReportSection& section : sections) {
    data.insert(section.data);
    fingerprints.insert(section.fingerprint.substr(0, 12));
    splits.insert(section.split);
    encoders.insert(section.encoder + " (" + section.encoder_sha256.substr(0, 12) + ")");
    protocols.insert(section.protocol);
    kinds.insert(section.synthetic ? "synthetic" : "real");
  }
  std::string text;
  const auto say = [&](const std::string& what, const std::set<std::string>& values) {
    if (values.size() > 1) text += (text.empty() ? "" : "; ") + what + " " + listed(values);
  };
  say("data sets", data);
  if (data.size() == 1) say("data of one name but with hashes", fingerprints);
  say("splits", splits);
  say("text encoders", encoders);
  say("protocols", protocols);
  say("data that are", kinds);
  return "These cells do not belong in one table (" + text + "): they stand in " + std::to_string(sections.size()) +
         ", and nothing is averaged or tested across them.";
}

}  // namespace mmim

#include "core/own_folder.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <vector>

#include "core/error.h"
#include "core/json.h"
#include "core/names.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPartOfFile = ".part";  // of AtomicWriter

/// A file that one command alone writes; where others use the name too, a key tells them apart.
struct RecordFile {
  const char *file, *key;
};

struct KindOfFolder {
  FolderKind kind;
  const char* name;
  std::vector<RecordFile> records;
  std::vector<std::string> files;   ///< under which names the command writes
  bool whole = false;               ///< whether the command replaces the folder
  std::vector<std::string> kept{};  ///< further files that no other command replaces by a single file
};

std::vector<std::string> of_a_run() {
  return {"config.toml", "metrics.jsonl", "outcome.json", "report.json", "predictions.csv", "log.txt"};
}

/// In the order in which what_lies_in() looks: a cell is a run too, and an experiment may hold a report.
const std::vector<KindOfFolder>& kinds() {
  static const std::vector<KindOfFolder> all{
      {FolderKind::dataset,
       "data set",
       {{"dataset.json", "format"}, {"train.safetensors", ""}},  // the latter where the former is damaged
       {"dataset.json", "train.safetensors", "valid.safetensors", "test.safetensors"},
       true},
      {FolderKind::clips,
       "folder of clips on their way into a data set",
       {{"clips.json", "features"}},
       {},
       false,
       {"log.txt"}},
      {FolderKind::model,
       "model",
       {{"encoder.json", ""}},
       {"config.toml", "encoder.json", "vocab.txt", "tokenizer_config.json", "data.json", "record.json",
        "model.safetensors"},
       true},
      {FolderKind::cell, "cell of an experiment", {{"wanted.json", ""}, {"cell.json", ""}}, {}, false, of_a_run()},
      {FolderKind::run, "run", {{"config.toml", ""}}, {}, false, of_a_run()},
      {FolderKind::experiment, "experiment", {{"experiment.json", "baseline"}}, {}, false, {"tables.json"}},
      {FolderKind::search,
       "search",
       {{"search.json", "program_sha256"}},
       {},
       false,
       {"trials.json", "trials.csv", "best.toml"}},
      {FolderKind::report,
       "report",
       {{"tables.json", "sections"}, {"report.json", "sections"}},
       {"report.html", "report.md", "tables.json", "table.tex", "table.csv"}},
      {FolderKind::evaluation, "evaluation", {{"report.json", "data_fingerprint"}}, {}, false, {"predictions.csv"}}};
  return all;
}

const KindOfFolder& entry_of(FolderKind kind) {
  return *std::find_if(kinds().begin(), kinds().end(), [&](const KindOfFolder& one) { return one.kind == kind; });
}

bool is_record(const fs::path& file, const std::string& key) {
  std::error_code code;
  if (!fs::is_regular_file(file, code)) return false;
  if (key.empty()) return true;
  try {
    const Json json = read_json(file);
    return json.is_object() && json.contains(key);
  } catch (const DataError&) {
    return false;
  }
}

/// Names of what lies in a folder; what file managers and the program's lock leave does not count.
std::vector<std::string> names_in(const fs::path& folder) {
  static const std::set<std::string> unseen{".lock", ".DS_Store"};
  std::vector<std::string> names;
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
    if (!unseen.contains(it->path().filename())) names.push_back(it->path().filename());
  if (code) throw Error(folder.string() + ": cannot be read (" + code.message() + ")");
  std::sort(names.begin(), names.end());
  return names;
}

std::string some_of(const std::vector<std::string>& names) {
  constexpr size_t kShown = 3;
  if (names.size() <= kShown) return listing(names);
  return listing({names[0], names[1], std::to_string(names.size() - 2) + " more"});
}

/// The file by which the folder is of the kind; empty: it is not.
std::string record_in(const fs::path& folder, const KindOfFolder& kind) {
  if (kind.kind == FolderKind::evaluation && fs::exists(folder / "config.toml")) return "";  // the report of a run
  for (const RecordFile& record : kind.records)
    if (is_record(folder / record.file, record.key)) return record.file;
  if (kind.kind != FolderKind::experiment || !fs::is_directory(folder)) return "";
  for (const std::string& name : names_in(folder))  // of old programs, and of folders put together by hand
    if (const std::string record = record_in(folder / name, entry_of(FolderKind::cell)); !record.empty())
      return name + "/" + record;
  return "";
}

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_record_name(const std::string& name, const KindOfFolder& kind) {
  return std::any_of(kind.records.begin(), kind.records.end(), [&](const RecordFile& one) { return one.file == name; });
}

/// Whether there is no more than what the command leaves that is killed before its record, its first file, is whole:
/// nothing, and parts of files.
bool hardly_begun(const std::vector<std::string>& names, const KindOfFolder& kind) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    if (!name.ends_with(kPartOfFile)) return false;
    const std::string whole = name.substr(0, name.size() - kPartOfFile.size());
    return among(kind.files, whole) || among(kind.kept, whole) || is_record_name(whole, kind);
  });
}

/// Throws where neither the folder nor, if it is not there, a folder in the nearest one that is can be written to.
void expect_writable(const fs::path& folder) {
  std::error_code code;
  const bool there = fs::exists(folder, code);
  if (there && !fs::is_directory(folder, code))
    throw UsageError(folder.string() + ": is a file, a folder would be written here");
  fs::path nearest = fs::absolute(folder).lexically_normal();
  while (!fs::exists(nearest, code) && nearest.has_relative_path()) nearest = nearest.parent_path();
  if (!fs::is_directory(nearest, code)) throw Error(folder.string() + ": cannot make this folder (Not a directory)");
  if (::access(nearest.c_str(), W_OK | X_OK) != 0)
    throw Error(folder.string() + (there ? ": cannot be written (" : ": cannot make this folder (") +
                std::strerror(errno) + ")");
}

[[noreturn]] void refuse(const fs::path& folder, const KindOfFolder& kind) {
  throw UsageError(folder.string() + ": holds " + what_lies_in(folder) + ", so no " + kind.name +
                   " is written there; name a new or empty folder");
}

void expect_nothing_else(const fs::path& folder, const KindOfFolder& kind, std::vector<std::string> names) {
  std::erase_if(names, [&](const std::string& name) { return among(kind.files, name); });
  if (!names.empty())
    throw UsageError(folder.string() + ": holds " + some_of(names) + " beside a " + kind.name +
                     ", and the folder would be replaced whole; move what is to stay, or name another folder");
}

}  // namespace

bool is_of_kind(const fs::path& folder, FolderKind kind) { return !record_in(folder, entry_of(kind)).empty(); }

std::string what_lies_in(const fs::path& folder) {
  for (const KindOfFolder& kind : kinds())
    if (const std::string record = record_in(folder, kind); !record.empty())
      return std::string(std::string_view("aeiou").find(kind.name[0]) == std::string_view::npos ? "a " : "an ") +
             kind.name + " (" + record + ")";
  const std::vector<std::string> names = names_in(folder);
  return names.empty() ? "nothing" : some_of(names);
}

void expect_free_names(const fs::path& folder, FolderKind wanted) {
  if (is_of_kind(folder, wanted)) return;
  const KindOfFolder& kind = entry_of(wanted);
  std::vector<std::string> taken;
  for (const std::string& name : kind.files)
    if (fs::exists(folder / name)) taken.push_back(name);
  if (!taken.empty())
    throw UsageError(folder.string() + ": holds " + listing(taken) + " of no " + kind.name +
                     " of this program, which would be replaced; move what is to stay, or name another folder");
}

void expect_own_folder(const fs::path& folder, FolderKind wanted, std::initializer_list<FolderKind> also) {
  expect_writable(folder);
  if (!fs::exists(folder)) return;
  const std::vector<std::string> names = names_in(folder);
  const KindOfFolder& kind = entry_of(wanted);
  if (hardly_begun(names, kind)) return;
  if (is_of_kind(folder, wanted)) {
    if (kind.whole) expect_nothing_else(folder, kind, names);
    return;
  }
  if (std::none_of(also.begin(), also.end(), [&](FolderKind one) { return is_of_kind(folder, one); }))
    refuse(folder, kind);
  expect_free_names(folder, wanted);
}

void expect_new_folder(const fs::path& folder, FolderKind kind) {
  expect_writable(folder);
  if (fs::exists(folder) && !hardly_begun(names_in(folder), entry_of(kind))) refuse(folder, entry_of(kind));
}

namespace {

bool is_file_of(const std::string& name, const KindOfFolder& kind) {
  const bool is_page = kind.kind == FolderKind::report && name.ends_with(".md");  // Markdown is what `report` replaces
  return (among(kind.files, name) && !is_page) || among(kind.kept, name) || is_record_name(name, kind);
}

/// Throws where a file is one of those by which a folder is a run, a data set and so on.
void expect_no_record(const fs::path& file, const fs::path& folder) {
  for (const KindOfFolder& kind : kinds())
    if (is_file_of(file.filename(), kind) && !record_in(folder, kind).empty())
      throw UsageError(file.string() + ": is a file of " + what_lies_in(folder) +
                       ", which would be replaced; name another file");
}

}  // namespace

void expect_file(const fs::path& file) {
  std::error_code code;
  if (fs::is_directory(file, code))
    throw UsageError(file.string() + ": is a folder, a file would be written here; name a file in it");
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!fs::is_directory(folder, code))
    throw Error(file.string() + ": cannot be written (the folder " + folder.string() + " is not there)");
  if (fs::exists(file, code)) expect_no_record(file, folder);
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    throw Error(file.string() + ": cannot be written (" + std::strerror(errno) + ")");
}

}  // namespace mmim

#include "corpus/layouts/feature_folders.h"

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/feature_file.h"
#include "corpus/layouts/feature_index.h"
#include "corpus/layouts/recordings.h"
#include "corpus/layouts/stream_words.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/say.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code))
    if (entry.is_directory(code)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// `features`, `my_feats`: a folder that may hold those of streams.
bool names_features(const fs::path& folder) {
  const std::string name = folder.filename().string();
  const bool named = name.find("feat") != name.npos || name.find("Feat") != name.npos;
  return named && stream_word(name) == StreamWord::none;
}

/// Folders whose names tell a stream, beside the table and in a folder of features.
PerModality<std::vector<fs::path>> telling_folders(const fs::path& folder) {
  std::vector<fs::path> looked = folders_in(folder);
  for (const fs::path& inner : folders_in(folder))
    if (names_features(inner))
      for (const fs::path& within : folders_in(inner)) looked.push_back(within);
  PerModality<std::vector<fs::path>> told;
  for (const fs::path& one : looked) {
    const StreamWord word = stream_word(one.filename().string());
    if (word != StreamWord::none)
      told[word == StreamWord::visual ? Modality::visual : Modality::acoustic].push_back(one);
  }
  return told;
}

/// The table of recordings beside the table of utterances whose name tells a stream.
fs::path told_table(const fs::path& folder, Modality m, const std::vector<fs::path>& tables, DatasetInfo& info) {
  std::vector<fs::path> found;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const StreamWord told = stream_word(plain_name(entry.path()).stem().string());
    const bool own = told == (m == Modality::visual ? StreamWord::visual : StreamWord::acoustic);
    const bool listed = std::find(tables.begin(), tables.end(), entry.path()) != tables.end();
    if (own && !listed && entry.is_regular_file(code) && Recordings::in(entry.path())) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  if (found.size() > 1)
    throw DataError(found[0].string() + ": and " + found[1].string() + " both hold " + word(m) + " features; `--" +
                    word(m) + " " + found[0].string() + "` takes one of them");
  if (found.empty()) return {};
  info.note("table_of_recordings", 1,
            word(m) + ": features of all utterances are read from the table " + shown(found[0].filename().string()));
  return found[0];
}

/// The one folder beside the table whose files hold several streams, `m` among them: clips of MMSA-FET.
fs::path shared_folder(const fs::path& folder, Modality m, DatasetInfo& info) {
  fs::path found;
  for (const fs::path& one : folders_in(folder)) {
    if (stream_word(one.filename().string()) != StreamWord::none) continue;
    const FeatureIndex index(one);
    if (index.files().size() < 2 || !tells_stream(index.files().front(), m)) continue;
    if (!found.empty()) return {};  // note_untold names both
    found = one;
  }
  info.note("folder_of_streams", found.empty() ? 0 : 1,
            word(m) + ": features are read from the folder " + shown(found.filename().string()) +
                ", whose files hold several streams");
  return found;
}

/// The one file of features of a folder where it is a pickle: more likely a data set than one utterance.
fs::path only_pickle_of(const FeatureIndex& index) {
  if (index.files().size() != 1) return {};
  const fs::path extension = plain_name(index.files().front()).extension();
  return extension == ".pkl" || extension == ".pickle" ? index.files().front() : fs::path();
}

/// Folders of arrays that no stream is read from, where a stream is lacking.
void note_untold(const fs::path& folder, const PerModality<fs::path>& found, DatasetInfo& info) {
  for (const fs::path& one : folders_in(folder)) {
    const auto is_used = [&](const fs::path& path) { return path == one || path.parent_path() == one; };
    if (stream_word(one.filename().string()) != StreamWord::none || is_used(found.visual) || is_used(found.acoustic))
      continue;
    const FeatureIndex index(one);
    if (const fs::path pickle = only_pickle_of(index); !pickle.empty()) {
      info.note(
          "folder_tells_no_stream", 1,
          sentence("the folder {} holds the pickle {} and is not read: if it is the data set, `mmim import {} OUT` "
                   "reads it",
                   shown(one.filename().string()), shown(pickle.filename().string()), pickle));
      continue;
    }
    const auto arrays = std::count_if(index.files().begin(), index.files().end(),
                                      [](const fs::path& file) { return plain_name(file).extension() != ".txt"; });
    info.note("folder_tells_no_stream", arrays,
              sentence("the folder {} holds {} of numbers and is not read: its name tells neither visual nor acoustic; "
                       "`--visual {}` or `--acoustic {}` reads it",
                       shown(one.filename().string()), say_count(arrays, "file"), one, one));
  }
}

/// A folder, or a table of the rows of many recordings.
fs::path stated_place(const fs::path& stated, Modality m) {
  std::error_code code;
  if (!fs::is_directory(stated, code) && !Recordings::in(stated))
    throw UsageError("--" + word(m) + " " + stated.string() + ": is no folder (" +
                     (fs::exists(stated, code) ? "one file for each utterance is wanted, or a table of numbers with a "
                                                 "column `name` or `file` that tells the utterance of each row"
                                               : "looked for at " + fs::absolute(stated).string()) +
                     ")");
  return stated;
}

/// Of the folders that tell a stream, the one that holds features.
fs::path told_folder(const std::vector<fs::path>& folders, Modality m, DatasetInfo& info) {
  fs::path found;
  for (const fs::path& folder : folders) {
    const FeatureIndex index(folder);
    info.note("folder_not_read", static_cast<int64_t>(index.files().empty()),
              "the folder " + shown(folder.filename().string()) +
                  " is not read: it holds no features (.npy, .npz, .csv, .tsv, .safetensors, .pt, .pkl)");
    if (index.files().empty()) continue;
    if (!found.empty())
      throw DataError(found.string() + ": and " + folder.string() + " both hold " + word(m) + " features; `--" +
                      word(m) + " " + found.string() + "` takes one of them");
    found = folder;
  }
  return found;
}

}  // namespace

PerModality<fs::path> feature_folders(const fs::path& folder, const std::vector<fs::path>& tables,
                                      const TableOptions& options, DatasetInfo& info) {
  const PerModality<fs::path> stated{{}, options.visual, options.acoustic};
  const PerModality<std::vector<fs::path>> told = telling_folders(folder);
  PerModality<fs::path> found;
  for (const Modality m : kRowStreams) {
    found[m] = stated[m].empty() ? told_folder(told[m], m, info) : stated_place(stated[m], m);
    if (found[m].empty()) found[m] = told_table(folder, m, tables, info);
    if (found[m].empty()) found[m] = shared_folder(folder, m, info);
  }
  if (found.visual.empty() || found.acoustic.empty()) note_untold(folder, found, info);
  return found;
}

}  // namespace mmim

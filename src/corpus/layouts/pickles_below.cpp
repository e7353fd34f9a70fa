#include "corpus/layouts/pickles_below.h"

#include <algorithm>

#include "core/letters.h"
#include "corpus/layouts/feature_index.h"
#include "corpus/layouts/stream_words.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// Whether a folder, or one in a folder of features, has the name of a stream and holds arrays.
bool holds_a_stream(const fs::path& folder) {
  const auto is_stream = [](const fs::path& one) {
    return stream_word(one.filename().string()) != StreamWord::none && !FeatureIndex(one).files().empty();
  };
  if (is_stream(folder)) return true;
  std::error_code code;
  if (in_lower_case(folder.filename().string()).find("feat") == std::string::npos) return false;
  for (const auto& entry : fs::directory_iterator(folder, code))
    if (entry.is_directory(code) && is_stream(entry.path())) return true;
  return false;
}

std::vector<fs::path> pickles_in(const fs::path& folder) {
  constexpr size_t kMost = 8;  // of a data set; more are of single utterances
  std::vector<fs::path> pickles;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code))
    if (entry.is_regular_file(code) && is_pickle(entry.path())) pickles.push_back(entry.path());
  return pickles.size() > kMost ? std::vector<fs::path>() : pickles;
}

}  // namespace

bool is_pickle(const fs::path& file) {
  const fs::path extension = plain_name(file).extension();
  return extension == ".pkl" || extension == ".pickle" || extension == ".p" || extension == ".pk";
}

std::vector<fs::path> pickles_below(const fs::path& folder) {
  std::vector<fs::path> pickles;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    if (!entry.is_directory(code)) continue;
    if (holds_a_stream(entry.path())) return {};
    const std::vector<fs::path> found = pickles_in(entry.path());
    pickles.insert(pickles.end(), found.begin(), found.end());
  }
  std::sort(pickles.begin(), pickles.end());
  return pickles;
}

}  // namespace mmim

#include "corpus/layouts/feature_index.h"

#include <algorithm>

#include "core/error.h"
#include "corpus/layouts/table_columns.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

FeatureIndex::FeatureIndex(const fs::path& folder, bool (*wanted)(const fs::path&)) : folder_(folder) {
  std::vector<fs::path> files;
  std::error_code code;
  const auto links = fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator(folder, links, code); entry != fs::end(entry);
       entry.increment(code)) {
    constexpr int kDeepest = 8;  // a link may lead in a circle
    if (entry.depth() >= kDeepest) entry.disable_recursion_pending();
    if (entry->is_regular_file(code) && !entry->path().filename().string().starts_with('.'))
      files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) add(file, wanted(file));
}

void FeatureIndex::add(const fs::path& file, bool wanted) {
  if (!wanted) {
    others_.push_back(file);
    return;
  }
  by_name_.add(name_of(file), files_.size());
  files_.push_back(file);
}

std::string FeatureIndex::name_of(const fs::path& file) const {
  return plain_name(file).replace_extension().lexically_relative(folder_).generic_string();
}

bool FeatureIndex::writes_otherwise(size_t file, const std::vector<std::string>& names) const {
  return NameIndex::writes_otherwise(name_of(files_[file]), names);
}

std::optional<size_t> FeatureIndex::find(const std::vector<std::string>& names) const {
  const std::vector<size_t> found = by_name_.find(names);
  if (found.empty()) return {};
  if (found.size() > 1)
    throw DataError(files_[found[0]].string() + ": and " + files_[found[1]].string() + " both fit the id `" +
                    shown(names[0]) + "`; keep one of them");
  return found[0];
}

}  // namespace mmim

#include "corpus/layouts/feature_index.h"

#include <algorithm>

#include "core/error.h"
#include "corpus/layouts/feature_file.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/video.h"
#include "formats/plain_file.h"
#include "formats/unicode.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// With one sign between the parts of a name: `video$_$3`, `video/3` and `video[3]` are `video_3`.
std::string with_one_sign(const std::string& name) {
  std::string plain;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool dollar = name.compare(i, 3, "$_$") == 0;
    if (dollar) i += 2;
    if (name[i] == ']') continue;
    plain += dollar || name[i] == '/' || name[i] == '\\' || name[i] == '[' || name[i] == ',' ? '_' : name[i];
  }
  return plain;
}

/// Without zeros in front of the numbers between the signs: `video_0003` is `video_3`.
std::string without_zeros(const std::string& name) {
  std::string plain;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool begins = i == 0 || name[i - 1] == '_';
    const size_t end = std::min(name.find('_', i), name.size());
    const bool number = begins && end > i && name.find_first_not_of("0123456789", i) >= end;
    if (number) i = std::min(name.find_first_not_of('0', i), end - 1);
    plain += name[i];
  }
  return plain;
}

std::array<std::string, 3> forms_of(const std::string& given) {
  const std::string name = composed(given), plain = with_one_sign(name);
  return {name, plain, without_zeros(plain)};
}

}  // namespace

FeatureIndex::FeatureIndex(const fs::path& folder) : folder_(folder) {
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
  for (const fs::path& file : files) add(file);
}

void FeatureIndex::add(const fs::path& file) {
  if (!is_feature_file(file)) {
    others_.push_back(file);
    return;
  }
  const auto forms = forms_of(name_of(file));
  for (size_t form = 0; form < kForms; ++form) by_name_[form][forms[form]].push_back(files_.size());
  files_.push_back(file);
}

std::string FeatureIndex::name_of(const fs::path& file) const {
  return plain_name(file).replace_extension().lexically_relative(folder_).generic_string();
}

bool FeatureIndex::writes_otherwise(size_t file, const std::vector<std::string>& names) const {
  const std::string name = name_of(files_[file]);
  const std::string plain = without_zeros(with_one_sign(name));
  if (composed(name) == name && std::all_of(names.begin(), names.end(), [](auto& id) { return composed(id) == id; }))
    return false;
  return std::none_of(names.begin(), names.end(),
                      [&](const std::string& id) { return without_zeros(with_one_sign(id)) == plain; });
}

std::optional<size_t> FeatureIndex::find(const std::vector<std::string>& names) const {
  std::vector<std::string> all = names;
  for (const std::string& name : names)  // `video_3.mp4` is a file as well as an id
    if (const std::string_view plain = without_extension(name); plain != name) all.emplace_back(plain);
  for (size_t form = 0; form < kForms; ++form)
    for (const std::string& name : all) {
      const auto found = by_name_[form].find(forms_of(name)[form]);
      if (found == by_name_[form].end()) continue;
      const std::vector<size_t>& files = found->second;
      if (files.size() > 1)
        throw DataError(files_[files[0]].string() + ": and " + files_[files[1]].string() + " both fit the id `" +
                        shown(names[0]) + "`; keep one of them");
      return files[0];
    }
  return {};
}

}  // namespace mmim

#include "corpus/layouts/name_index.h"

#include <algorithm>

#include "corpus/video.h"
#include "formats/unicode.h"

namespace mmim {

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

void NameIndex::add(const std::string& name, size_t thing) {
  const auto forms = forms_of(name);
  for (size_t form = 0; form < kForms; ++form) by_name_[form][forms[form]].push_back(thing);
}

std::vector<size_t> NameIndex::find(const std::vector<std::string>& names) const {
  std::vector<std::string> all = names;
  for (const std::string& name : names)  // `video_3.mp4` is a file as well as an id
    if (const std::string_view plain = without_extension(name); plain != name) all.emplace_back(plain);
  for (size_t form = 0; form < kForms; ++form)
    for (const std::string& name : all)
      if (const auto found = by_name_[form].find(forms_of(name)[form]); found != by_name_[form].end())
        return found->second;
  return {};
}

bool NameIndex::writes_otherwise(const std::string& name, const std::vector<std::string>& names) {
  const std::string plain = without_zeros(with_one_sign(name));
  if (composed(name) == name && std::all_of(names.begin(), names.end(), [](auto& id) { return composed(id) == id; }))
    return false;
  return std::none_of(names.begin(), names.end(),
                      [&](const std::string& id) { return without_zeros(with_one_sign(id)) == plain; });
}

}  // namespace mmim

#include "cli/named_files.h"

#include <algorithm>

#include "core/error.h"
#include "core/own_folder.h"
#include "formats/unicode.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// The whole path with its links followed as far as there is something.
fs::path real_path(const fs::path& path) {
  std::error_code code;
  const fs::path whole = fs::weakly_canonical(fs::absolute(path), code);
  return (code ? fs::absolute(path) : whole).lexically_normal();
}

bool same_file(const fs::path& one, const fs::path& other) {
  std::error_code code;
  return real_path(one) == real_path(other) || fs::equivalent(one, other, code);  // links of both kinds
}

}  // namespace

void expect_outputs(const std::vector<NamedFile>& outputs, const std::vector<NamedFile>& inputs) {
  for (size_t i = 0; i < outputs.size(); ++i) {
    const auto& [name, file] = outputs[i];
    if (file.empty()) continue;
    expect_file(file);
    for (const NamedFile& input : inputs)
      if (!input.file.empty() && same_file(file, input.file))
        throw UsageError(name + " " + file.string() + ": is " + input.name +
                         ", which would be replaced; name another file");
    for (size_t k = 0; k < i; ++k)
      if (!outputs[k].file.empty() && same_file(file, outputs[k].file))
        throw UsageError(outputs[k].name + " and " + name + " both write " + file.string() + "; name two files");
  }
}

void expect_outside(const NamedFile& output, const NamedFile& folder) {
  if (output.file.empty()) return;
  const fs::path inner = real_path(output.file), outer = real_path(folder.file / "");
  const fs::path plain = outer.has_filename() ? outer : outer.parent_path();
  const auto [end, unused] = std::mismatch(plain.begin(), plain.end(), inner.begin(), inner.end());
  if (end == plain.end())
    throw UsageError(output.name + " " + output.file.string() + ": lies in " + folder.file.string() + ", " +
                     folder.name + "; name a file elsewhere");
}

void expect_utf8(const std::string& option, const std::string& text) {
  if (not_utf8_from(text) != std::string::npos) throw UsageError(option + ": is no text in UTF-8");
}

}  // namespace mmim

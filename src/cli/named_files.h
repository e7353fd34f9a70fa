#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace mmim {

/// A file or folder that a command reads or writes, and what names it: an option, or "the clip".
struct NamedFile {
  std::string name;
  std::filesystem::path file;  ///< empty: was not given
};

/// The rule for a command that writes several files, checked before anything is read: each is expect_file(), no two are
/// the same file, and none is a file that the command reads, under whatever names. UsageError says which two.
void expect_outputs(const std::vector<NamedFile>& outputs, const std::vector<NamedFile>& inputs);

/// UsageError where a file is a folder that the command makes, or lies in it.
void expect_outside(const NamedFile& output, const NamedFile& folder);

/// UsageError for a text of the command line that is no UTF-8, which files and answers could not hold.
void expect_utf8(const std::string& option, const std::string& text);

}  // namespace mmim

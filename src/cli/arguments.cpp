#include "cli/arguments.h"

#include <algorithm>

#include "core/error.h"
#include "core/option_hints.h"

namespace mmim {

namespace {

bool is_flag(const std::string& word) { return word.size() > 2 && word.starts_with("--"); }

[[noreturn]] void refuse(const std::string& word, const std::vector<std::string>& known) {
  if (word.starts_with("-")) throw UsageError("unknown option `" + word + "`" + option_hint(word, known));
  throw UsageError("unexpected argument `" + word + "`");
}

}  // namespace

std::vector<std::string> flags_of(const CLI::App& command) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  return flags;
}

void refuse_leftovers(const CLI::App& command) {
  const std::vector<std::string> words = command.remaining();
  if (words.empty()) return;
  const auto flag = std::find_if(words.begin(), words.end(), is_flag);
  const std::string word = flag == words.end() ? words.front() : *flag;
  refuse(word.substr(0, word.find('=')), flags_of(command));
}

void refuse_given(const CLI::App& command, std::initializer_list<const char*> names, const std::string& what) {
  for (const char* name : names)
    if (command.count(name) > 0) throw UsageError(std::string(name) + ": is for " + what);
}

CLI::Validator are_whole_numbers() {
  return CLI::Validator(
      [](std::string& word) {
        const bool whole = !word.empty() && word.find_first_not_of("0123456789") == word.npos;
        return whole ? std::string() : "whole numbers are wanted, such as 1111,1112, not `" + word + "`";
      },
      "");
}

std::vector<std::string> assignments_of(const std::vector<std::string>& words, const std::vector<std::string>& flags,
                                        const Options& options) {
  std::vector<std::string> known = flags, assignments, paths;
  for (const Options::Field& field : options.fields()) {
    paths.push_back(field.path);
    known.push_back("--" + field.path);
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (!is_flag(words[i])) refuse(words[i], known);
    const size_t equals = words[i].find('=');
    const std::string path = words[i].substr(2, equals == std::string::npos ? equals : equals - 2);
    if (path.find('.') == std::string::npos && std::find(paths.begin(), paths.end(), path) == paths.end()) {
      throw UsageError("unknown option `--" + path + "`" + option_hint("--" + path, known));
    }
    if (equals != std::string::npos)
      assignments.push_back(words[i].substr(2));
    else if (i + 1 < words.size() && !is_flag(words[i + 1]))
      assignments.push_back(path + "=" + words[++i]);
    else
      assignments.push_back(path + "=true");
  }
  return assignments;
}

}  // namespace mmim

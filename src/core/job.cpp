#include "core/job.h"

#include "core/error.h"
#include "core/process.h"

namespace mmim {

namespace {

/// The first of some texts that JSON does not hold.
std::string not_in_utf8(const Json& what) {
  for (const Json& leaf : what.flatten()) {
    try {
      leaf.dump();
    } catch (const nlohmann::json::type_error&) {
      return leaf.get<std::string>();
    }
  }
  return "";
}

}  // namespace

std::vector<std::string> words_of(const Job& job) {
  try {
    return {own_program(), kJobCommand, Json{{"kind", job.kind}, {"what", job.what}}.dump()};
  } catch (const nlohmann::json::type_error&) {
    throw UsageError("`" + not_in_utf8(job.what) +
                     "`: is no UTF-8, and child processes are told paths and names in UTF-8; name it otherwise");
  }
}

Job parse_job(const std::string& argument) {
  try {
    const Json json = parse_json(argument, kJobCommand);
    return {json.at("kind"), json.at("what")};
  } catch (const nlohmann::json::exception& error) {
    throw UsageError("`" + argument + "` is no job of a child process (" + error.what() + ")");
  }
}

}  // namespace mmim

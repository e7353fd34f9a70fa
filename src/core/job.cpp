#include "core/job.h"

#include "core/error.h"
#include "core/process.h"

namespace mmim {

std::vector<std::string> words_of(const Job& job) {
  return {own_program(), kJobCommand, Json{{"kind", job.kind}, {"what", job.what}}.dump()};
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

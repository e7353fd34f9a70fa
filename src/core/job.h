#pragma once
#include <string>
#include <vector>

#include "core/json.h"

namespace mmim {

/// What a child process of this program is asked to do, as data. The floor that asks also has the function that does
/// it; the program knows all kinds.
struct Job {
  std::string kind;
  Json what = Json::object();
};

/// The command of the program that does a job, and nothing else.
inline constexpr const char* kJobCommand = "job";

/// Program and arguments of a process that does `job`. UsageError for a text in it that is no UTF-8.
std::vector<std::string> words_of(const Job& job);

/// The job in that argument. UsageError when it is none.
Job parse_job(const std::string& argument);

}  // namespace mmim

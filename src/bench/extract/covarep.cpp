#include "bench/extract/covarep.h"

#include "bench/process.h"
#include "core/error.h"
#include "core/process.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// A text in Octave's language.
std::string quoted(const fs::path& path) {
  std::string text = "'";
  for (const char letter : fs::absolute(path).string()) text += letter == '\'' ? "''" : std::string(1, letter);
  return text + "'";
}

ProcessResult run_octave(const std::string& script) {
  return run_to_end({"octave", "--no-gui", "--no-history", "--no-init-file", "--quiet", "--eval", script});
}

}  // namespace

std::string Covarep::lacking() const {
  if (folder_.empty())
    return "COVAREP is in no package; --covarep names a folder with its sources, changed so that Octave runs them";
  if (!fs::is_directory(folder_)) return folder_.string() + " is no folder of COVAREP's sources";
  if (run_octave("exit(0)").code == Child::kNotStarted)
    return "octave, which runs COVAREP, is not installed: `apt install octave octave-signal`";
  return "";
}

double Covarep::cpu_seconds_for(const fs::path& sounds) const {
  const std::string start = "pkg load signal; addpath(genpath(" + quoted(folder_) + "));";
  const auto seconds_of_script = [](const std::string& script) {
    const double begun = cpu_seconds();
    const ProcessResult result = run_octave(script);
    if (result.code != 0) throw Error("Octave cannot run COVAREP: " + in_one_line(result.errors.substr(0, 300)));
    return cpu_seconds() - begun;
  };
  const double started = seconds_of_script(start);
  const double measured =
      seconds_of_script(start + " COVAREP_feature_extraction(" + quoted(sounds) + ", 0.01);") - started;
  for (const auto& entry : fs::directory_iterator(sounds))
    if (entry.path().extension() == ".wav" && !fs::exists(fs::path(entry.path()).replace_extension(".mat")))
      throw Error("COVAREP has left no features of " + entry.path().string());
  return measured;
}

}  // namespace mmim

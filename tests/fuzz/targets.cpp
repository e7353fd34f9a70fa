#include "fuzz/targets.h"

#include <fstream>

#include "core/files.h"

namespace mmim {
namespace fs = std::filesystem;

std::vector<FuzzTarget> fuzz_targets() {
  std::vector<FuzzTarget> targets;
  add_format_targets(targets);
  add_layout_targets(targets);
  add_text_targets(targets);
  add_result_targets(targets);
  add_clip_targets(targets);
  add_word_targets(targets);
  add_http_targets(targets);
  return targets;
}

std::string test_file(const std::string& path) { return read_file(fs::path(MMIM_SOURCE_DIR) / "tests" / path); }

FuzzTarget target_of(FileTarget target) {
  const auto run = [target](const Attempt& attempt) {
    const std::string damaged =
        attempt.whole ? target.seed : mutated(target.seed, attempt.key, target.form, attempt.other);
    const fs::path path = attempt.folder / target.file;
    if (target.prepare && !fs::exists(path)) target.prepare(attempt.folder);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << (target.wrap ? target.wrap(damaged) : damaged);
    target.read(path);
  };
  return {target.name, target.seed, run};
}

}  // namespace mmim

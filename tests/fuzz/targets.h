#pragma once
#include <unistd.h>

#include "fuzz/runner.h"
#include "support/mutations.h"

namespace mmim {

/// Every reader of files that people hand over and of requests that they send, on the floors without LibTorch.
std::vector<FuzzTarget> fuzz_targets();

/// Those of each part, for that list.
void add_format_targets(std::vector<FuzzTarget>& targets);
void add_layout_targets(std::vector<FuzzTarget>& targets);
void add_text_targets(std::vector<FuzzTarget>& targets);
void add_result_targets(std::vector<FuzzTarget>& targets);
void add_clip_targets(std::vector<FuzzTarget>& targets);
void add_word_targets(std::vector<FuzzTarget>& targets);
void add_http_targets(std::vector<FuzzTarget>& targets);

/// Clips that ffmpeg makes and decodes, which takes a hundred times as long; none where ffmpeg is not installed.
std::vector<FuzzTarget> media_targets();
/// In the name of each such clip: processes that have it in their command line are of this test.
inline const std::string kDamagedClip = "damaged_clip_of_" + std::to_string(::getpid());

/// A target whose damaged file stands as `file` in the folder of the target.
struct FileTarget {
  std::string name, seed;
  Form form = Form::bytes;
  std::string file = "file";
  std::function<void(const std::filesystem::path&)> read;          ///< gets the path of the damaged file
  std::function<void(const std::filesystem::path&)> prepare = {};  ///< puts other files into the folder, once
  std::function<std::string(const std::string&)> wrap = {};        ///< makes a file of the damaged part
};
FuzzTarget target_of(FileTarget file);

/// A committed file of the tests, by its path below tests/.
std::string test_file(const std::string& path);

}  // namespace mmim

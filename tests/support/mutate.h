#pragma once
#include <sys/resource.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "support/mutations.h"
#include "support/scratch.h"

namespace mmim {

/// How a set of mutated files fared.
struct MutationCount {
  int read = 0, refused = 0;
};

/// Hands `count` mutated versions of `seed` to `read` as a file of that extension; each must be read or refused with
/// one sentence of an Error with one of `exit_codes` (3: DataError). Anything else (another exception, a crash) fails
/// the test with the number of the mutation.
inline MutationCount try_mutations(const std::string& seed, const std::string& extension, int count,
                                   const std::function<void(const std::filesystem::path&)>& read,
                                   const std::set<int>& exit_codes = {3}) {
  MutationCount result;
  for (int i = 0; i < count; ++i) {
    const auto path = scratch("mutated" + extension, mutated(seed, static_cast<uint64_t>(i)));
    try {
      read(path);
      ++result.read;
    } catch (const Error& error) {
      ++result.refused;
      EXPECT_TRUE(exit_codes.contains(error.exit_code())) << "mutation " << i << ": " << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << "mutation " << i << ": " << error.what();
    } catch (const std::exception& error) {
      ADD_FAILURE() << "mutation " << i << " of " << extension << ": " << error.what();
    }
  }
  return result;
}

/// Bytes of memory this process has ever held, to see that a hostile file reserved none.
inline size_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<size_t>(usage.ru_maxrss) * 1024;
}

}  // namespace mmim

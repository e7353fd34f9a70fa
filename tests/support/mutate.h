#pragma once
#include <sys/resource.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/keys.h"
#include "support/scratch.h"

namespace mmim {

/// One damaged version of `seed`, a function of `key`: cut short, bits flipped, bytes replaced by hostile ones, a range
/// copied elsewhere, deleted or filled, or a whole number overwritten by an extreme one.
inline std::string mutated(const std::string& seed, uint64_t key) {
  KeyedDraws draws(subkey(key, "mutation"));
  std::string bytes = seed;
  if (bytes.empty()) return std::string(1, static_cast<char>(draws.below(256)));
  const auto place = [&] {  // headers are where damage matters: half of the draws fall into the first or last 256 bytes
    const uint64_t near = std::min<uint64_t>(bytes.size(), 256);
    const uint64_t kind = draws.below(4);
    if (kind == 0) return draws.below(near);
    return kind == 1 ? bytes.size() - 1 - draws.below(near) : draws.below(bytes.size());
  };
  const auto extreme = [&] {
    constexpr uint64_t kValues[] = {0,          1,          0x7F,      0xFF,       0x7FFF,   0xFFFF,
                                    0x7FFFFFFF, 0xFFFFFFFF, INT64_MAX, UINT64_MAX, 1u << 30, 1ull << 40};
    return kValues[draws.below(std::size(kValues))];
  };
  switch (draws.below(6)) {
    case 0:
      bytes.resize(draws.below(bytes.size()));
      break;
    case 1:
      for (uint64_t i = draws.below(8) + 1; i > 0; --i) bytes[place()] ^= static_cast<char>(1u << draws.below(8));
      break;
    case 2:
      for (uint64_t i = draws.below(4) + 1; i > 0; --i) bytes[place()] = static_cast<char>(draws.below(256));
      break;
    case 3: {
      const size_t at = place(), width = size_t{1} << draws.below(4);
      const uint64_t value = extreme();
      std::memcpy(bytes.data() + at, &value, std::min(width, bytes.size() - at));
      break;
    }
    case 4: {
      const size_t from = place(), length = draws.below(64) + 1;
      const std::string piece = bytes.substr(from, length);
      bytes.insert(place(), piece);
      break;
    }
    default:
      bytes.erase(place(), draws.below(64) + 1);
  }
  return bytes;
}

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

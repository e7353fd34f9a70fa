#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace mmim {

/// One input: a key that determines its damage, a file of which a piece may be taken, a folder of this target alone.
struct Attempt {
  uint64_t key;
  const std::string& other;
  std::filesystem::path folder;
  bool whole = false;  ///< the file as it is, without damage
};

/// A reader and the valid file whose damaged versions it gets.
struct FuzzTarget {
  std::string name;                         ///< "mult/mosi_data.pkl"
  std::string seed;                         ///< the file's bytes, from which other targets take pieces
  std::function<void(const Attempt&)> run;  ///< damages, writes and reads; returns, or throws an Error
};

/// One damaged input: of a target, the `index`-th of a seed. Written and read as TARGET:SEED:INDEX.
struct FuzzCase {
  size_t target = 0;
  uint64_t seed = 0, index = 0;
};
std::string say(const FuzzCase& one, const std::vector<FuzzTarget>& targets);
/// std::invalid_argument when it is no such case.
FuzzCase case_of(const std::string& text, const std::vector<FuzzTarget>& targets);

/// What a person needs to see a failure again.
struct Finding {
  FuzzCase one;
  std::string what;
};

struct FuzzResult {
  uint64_t read = 0, refused = 0;
  std::vector<uint64_t> read_of, refused_of;  ///< by target
  std::vector<Finding> findings;
};

struct FuzzLimits {
  double seconds = 10;                  ///< for one input
  uint64_t memory = uint64_t{2} << 30;  ///< bytes of the process that reads
  size_t findings = 20;                 ///< after which the run ends
};

/// Damages and reads in this process. Nothing when it was read or refused in one sentence of an Error with exit code 2
/// or 3, else what happened instead.
std::string run_case(const FuzzCase& one, const std::vector<FuzzTarget>& targets, const std::filesystem::path& folder,
                     bool& read);

/// Runs `count` cases, of each target in turn, in a process that is watched: one that crashes, takes too long or too
/// much memory is a finding, and a new process goes on behind it.
FuzzResult run_cases(const std::vector<FuzzTarget>& targets, uint64_t seed, uint64_t count,
                     const FuzzLimits& limits = {});

}  // namespace mmim

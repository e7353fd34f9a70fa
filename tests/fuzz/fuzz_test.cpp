#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "core/error.h"
#include "fuzz/targets.h"
#include "support/processes.h"
#include "support/scratch_folder.h"

#ifdef __SANITIZE_ADDRESS__
/// No reader may ask for more than 2 GiB at once, whatever a file announces.
extern "C" const char* __asan_default_options() { return "max_allocation_size_mb=2048:quarantine_size_mb=16"; }
#endif

namespace mmim {
namespace {

/// A number in the environment, which `./dev fuzz` sets.
uint64_t wanted(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::stoull(text) : otherwise;
}

FuzzTarget target_that(const std::string& name, std::function<void()> act) {
  return {name, "seed of " + name, [act](const Attempt&) { act(); }};
}

TEST(Mutations, AreAFunctionOfTheirKeyAndDamageEveryForm) {
  const std::string file = R"({"name": "a file", "rows": [1, 2.5, null], "more": {"x": "y"}})";
  for (const Form form : {Form::bytes, Form::text, Form::json}) {
    int changed = 0;
    for (uint64_t key = 0; key < 200; ++key) {
      EXPECT_EQ(mutated(file, key, form, "other"), mutated(file, key, form, "other"));
      changed += mutated(file, key, form) != file;
    }
    EXPECT_GT(changed, 150);
  }
  for (uint64_t key = 0; key < 50; ++key) mutated("", key, Form::text);
}

TEST(FuzzRunner, FindsCrashesForeignExceptionsAndWhatTakesTooLong) {
  const std::vector<FuzzTarget> targets{
      target_that("reads", [] {}),
      target_that("refuses", [] { throw DataError("a: is damaged"); }),
      target_that("crashes", [] { std::abort(); }),
      target_that("throws", [] { throw std::length_error("too long"); }),
      target_that("hangs", [] { std::this_thread::sleep_for(std::chrono::seconds(60)); }),
      target_that("fills", [] {
        const std::string memory(size_t{300} << 20, 'x');
        std::this_thread::sleep_for(std::chrono::seconds(60));
      })};
  const FuzzResult result = run_cases(targets, 7, 6, {.seconds = 2, .memory = size_t{250} << 20, .findings = 20});
  EXPECT_EQ(result.read, 1u);
  EXPECT_EQ(result.refused, 1u);
  ASSERT_EQ(result.findings.size(), 4u);
  EXPECT_EQ(say(result.findings[0].one, targets), "crashes:7:0");
  EXPECT_NE(result.findings[1].what.find("too long"), std::string::npos);
  EXPECT_NE(result.findings[2].what.find("seconds"), std::string::npos);
  EXPECT_NE(result.findings[3].what.find("of memory"), std::string::npos);
  EXPECT_EQ(case_of("crashes:7:3", targets).index, 3u);
  EXPECT_THROW(case_of("nothing:7:3", targets), std::invalid_argument);
}

/// What a target refuses by design: the point of the fixture.
bool is_refused_whole(const std::string& name) {
  return (name.starts_with("layout/refused/") && name != "layout/refused/long_length.pkl") || name == "npy/text" ||
         name.ends_with("/people/no_names.pkl");  // read with `--columns` alone
}

TEST(FuzzTargets, ReadTheirFilesWhileThoseAreWhole) {
  std::vector<FuzzTarget> targets = fuzz_targets();
  for (const FuzzTarget& clip : media_targets()) targets.push_back(clip);
  const ScratchFolder folder;
  for (size_t i = 0; i < targets.size(); ++i) {
    const auto own = folder.path / std::to_string(i);
    std::filesystem::create_directories(own);
    try {
      targets[i].run({.key = 0, .other = "", .folder = own, .whole = true});
      EXPECT_FALSE(is_refused_whole(targets[i].name)) << targets[i].name;
    } catch (const std::exception& error) {
      EXPECT_TRUE(is_refused_whole(targets[i].name)) << targets[i].name << ": " << error.what();
    }
  }
}

bool is_of(const char* one, const std::vector<FuzzTarget>& targets) {
  return std::any_of(targets.begin(), targets.end(),
                     [&](const FuzzTarget& target) { return std::string_view(one).starts_with(target.name + ":"); });
}

void read_again(const char* one, const std::vector<FuzzTarget>& targets) {
  const ScratchFolder folder;
  bool read = false;
  EXPECT_EQ(run_case(case_of(one, targets), targets, folder.path, read), "");
}

/// Damaged files of all targets; each that is neither read nor refused in a sentence fails the test.
void expect_no_finding(const std::vector<FuzzTarget>& targets, uint64_t count, const FuzzLimits& limits) {
  const uint64_t seed = wanted("MMIM_FUZZ_SEED", 1);
  const FuzzResult result = run_cases(targets, seed, count, limits);
  for (const Finding& finding : result.findings)
    ADD_FAILURE() << "./dev fuzz --case " << say(finding.one, targets) << "\n" << finding.what;
  std::cout << count << " damaged files of " << targets.size() << " targets: " << result.read << " read, "
            << result.refused << " refused, " << result.findings.size() << " findings\n"
            << std::flush;  // else a copy of this process writes it again
  EXPECT_EQ(result.read + result.refused + result.findings.size(), count);
  if (std::getenv("MMIM_FUZZ_TARGETS"))
    for (size_t i = 0; i < targets.size(); ++i)
      std::cout << targets[i].name << ": " << result.read_of[i] << " read, " << result.refused_of[i] << " refused\n";
}

TEST(Fuzz, DamagedFilesAreReadOrRefusedInOneSentence) {
  const std::vector<FuzzTarget> targets = fuzz_targets();
  const char* again = std::getenv("MMIM_FUZZ_CASE");
  if (again && is_of(again, media_targets())) GTEST_SKIP() << again << " is a clip";
  if (again) return read_again(again, targets);
  expect_no_finding(targets, wanted("MMIM_FUZZ_COUNT", 1000), {});
}

TEST(Fuzz, DamagedClipsAreReadOrRefusedAndLeaveNoProcessBehind) {
  const std::vector<FuzzTarget> targets = media_targets();
  if (targets.empty()) GTEST_SKIP() << "ffmpeg, which makes and decodes the clips, is not installed";
  const char* again = std::getenv("MMIM_FUZZ_CASE");
  if (again && !is_of(again, targets)) GTEST_SKIP() << again << " is no clip";
  if (again) return read_again(again, targets);
  expect_no_finding(targets, wanted("MMIM_FUZZ_COUNT", 1000) * 3 / 10, {.seconds = 60});
  EXPECT_TRUE(none_runs_with(kDamagedClip));
}

}  // namespace
}  // namespace mmim

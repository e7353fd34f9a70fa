#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "nn/encoder_kind.h"
#include "parity/golden.h"

namespace mmim::golden {
namespace {

/// Kinds that have a runner. BERT itself stands in the cases of systems.
std::set<std::string> kinds_with_runner() {
  std::set<std::string> run{
      "mmim_training", "mmim_single_class", "mmim_formulas", "tfn", "lmf", "mfm", "iccn", "cca", "mult",
      "misa",          "mag_bert",          "self_mm"};
  for (const EncoderKind& kind : encoder_kinds())
    if (kind.model_type != "bert") run.insert(kind.model_type + "_encoder");
  return run;
}

TEST(Golden, EveryKindOfTheFolderHasARunner) {
  const std::set<std::string> run = kinds_with_runner(), not_yet{"whisper"};  // speech is not in this program
  const std::vector<Case> cases = all();
  ASSERT_FALSE(cases.empty()) << folder() << " holds no golden case";
  for (const Case& one : cases)
    EXPECT_TRUE(run.contains(one.kind()) || not_yet.contains(one.kind()))
        << one.name() << ": no runner for kind " << one.kind();
}

TEST(Golden, EveryRunnerHasACaseInThisProject) {
  if (std::getenv("MMIM_GOLDEN")) GTEST_SKIP() << "MMIM_GOLDEN names another folder";
  std::set<std::string> there;
  for (const Case& one : all()) there.insert(one.kind());
  for (const std::string& kind : kinds_with_runner()) EXPECT_TRUE(there.contains(kind)) << kind;
}

}  // namespace
}  // namespace mmim::golden

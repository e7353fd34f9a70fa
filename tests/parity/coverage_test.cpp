#include <gtest/gtest.h>

#include <set>

#include "nn/encoder_kind.h"
#include "parity/golden.h"

namespace mmim::golden {
namespace {

TEST(Golden, TheFolderHoldsCasesAndEveryKindHasARunner) {
  std::set<std::string> run{
      "mmim_training", "mmim_single_class", "mmim_formulas", "tfn", "lmf", "mfm", "iccn", "cca", "mult",
      "misa",          "mag_bert",          "self_mm"};
  for (const EncoderKind& kind : encoder_kinds()) run.insert(kind.model_type + "_encoder");
  const std::vector<Case> cases = all();
  ASSERT_FALSE(cases.empty()) << folder() << " holds no golden case";
  for (const Case& one : cases)
    EXPECT_TRUE(run.contains(one.kind())) << one.name() << ": no runner for kind " << one.kind();
}

}  // namespace
}  // namespace mmim::golden

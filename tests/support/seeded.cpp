// In every test program with LibTorch: each test draws the same numbers whenever and with whichever others it runs.
// LibTorch's own generator starts from another place in every process.

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace mmim {
namespace {

class SeedEveryTest : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override { torch::manual_seed(1); }
};

// GoogleTest deletes the listener.
[[maybe_unused]] const bool listening = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new SeedEveryTest);
  return true;
}();

}  // namespace
}  // namespace mmim

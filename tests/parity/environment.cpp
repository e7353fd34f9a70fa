#include <gtest/gtest.h>

#include "tensor/torch.h"

namespace {

/// The recorded models are tiny: one thread, so that runs side by side do not wait for each other.
class OneThread : public testing::Environment {
  void SetUp() override { at::set_num_threads(1); }
};
const auto* const environment = testing::AddGlobalTestEnvironment(new OneThread);

}  // namespace

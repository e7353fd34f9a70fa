#include "core/error.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Error, IsOneLineWhateverTheNamesInIt) {
  EXPECT_STREQ(DataError("f.pkl: the label is `a\nb\x1B[31m\r\x7F`, d\xC3\xA9j\xC3\xA0").what(),
               "f.pkl: the label is `a?b?[31m??`, d\xC3\xA9j\xC3\xA0");
}

}  // namespace
}  // namespace mmim

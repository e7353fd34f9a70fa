#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mmim {

inline void expect_in(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n" << text;
}

inline void expect_not_in(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_EQ(text.find(part), std::string::npos) << part << " is in\n" << text;
}

}  // namespace mmim

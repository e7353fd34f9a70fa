#include "http/head_scan.h"

#include <gtest/gtest.h>

#include "http/problem.h"

namespace mmim {
namespace {

/// Size of the head, or minus the status with which it is refused, when it comes in pieces of `piece` bytes.
int64_t scanned(const std::string& bytes, size_t piece, int64_t most_bytes = 1000, int64_t most_fields = 100) {
  HeadScan scan(most_bytes, most_fields);
  try {
    for (size_t end = 0; end < bytes.size();) {
      end = std::min(bytes.size(), end + piece);
      if (const size_t size = scan.find_end(std::string_view(bytes).substr(0, end))) return static_cast<int64_t>(size);
    }
  } catch (const HttpError& wrong) {
    return -wrong.status;
  }
  return 0;
}

TEST(HeadScan, FindsTheSameInPiecesOfAnySize) {
  const std::string good = "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
  const std::vector<std::pair<std::string, int64_t>> cases{
      {good, static_cast<int64_t>(good.size())},
      {good + good, static_cast<int64_t>(good.size())},
      {"\r\n\r\n" + good, static_cast<int64_t>(good.size()) + 4},
      {good.substr(0, good.size() - 1), 0},
      {"GET /a HTTP/1.1\r\n\r\n", 19},
      {"GET /a\r\n", -400},
      {"GET /a HTTP/2.0\r\n", -505},
      {"GET /a HTTP/1.1\r\nA: b\n", -400},
      {"GET /a HTTP/1.1\r\nA: b\r\r\n", -400},
      {"GET /a HTTP/1.1\r\nA: b\rc", -400},
      {"GET /a HTTP/1.1\r\nA: b\r\n c", 0},
      {"GET /a HTTP/1.1\r\nA: b\r\n c\r\n", -400},
      {"GET /a HTTP/1.1\r\nA: b\r\n\tc\r\n", -400},
      {"\n", -400},
      {"\x16", -400},
      {std::string(1, '\0'), -400},
      {"\xC3", -400},
      {" GET", -400},
      {std::string("GET ") + std::string(997, 'x'), -431},
      {std::string("GET ") + std::string(996, 'x'), 0},
  };
  for (const auto& [bytes, expected] : cases)
    for (size_t piece = 1; piece <= bytes.size(); ++piece) EXPECT_EQ(scanned(bytes, piece), expected) << bytes << piece;
}

TEST(HeadScan, BoundsBytesAndFieldsAtTheirEdge) {
  const std::string good = "GET /a HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n";
  const auto size = static_cast<int64_t>(good.size());
  for (size_t piece = 1; piece <= good.size(); ++piece) {
    EXPECT_EQ(scanned(good, piece, size, 2), size);
    EXPECT_EQ(scanned(good, piece, size - 1, 2), -431);
    EXPECT_EQ(scanned(good, piece, size, 1), -431);
  }
}

TEST(HeadScan, KnowsMethodAndIdAsSoonAsTheirLinesAreWhole) {
  HeadScan scan(1000, 100);
  std::string bytes = "GET /a HTTP/1.1";
  EXPECT_EQ(scan.find_end(bytes), 0U);
  EXPECT_EQ(scan.method(), "");
  EXPECT_EQ(scan.find_end(bytes += "\r\nx-REQUEST-id: \t an id \t \r"), 0U);
  EXPECT_EQ(scan.method(), "GET");
  EXPECT_EQ(scan.id(), "");
  EXPECT_EQ(scan.find_end(bytes += "\nX-Request-Id: other\r\n"), 0U);
  EXPECT_EQ(scan.id(), "an id");
}

}  // namespace
}  // namespace mmim

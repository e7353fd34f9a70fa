#include "extract/acoustic/covarep.h"

#include <gtest/gtest.h>

#include <cmath>

#include "extract/acoustic/acoustic.h"
#include "extract/signal/statistics.h"

namespace mmim {
namespace {

constexpr size_t kNoisyFrames = 10;  ///< at both ends of the phase's track: COVAREP's trend is rounding noise there

/// How far a column may be off, on which share of the rows.
struct Allowed {
  double error, share;
};

std::vector<double> finite_values(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  return values;
}

Allowed allowed_for(const std::string& column, const std::vector<double>& values) {
  if (column == "F0" || column == "VUV") return {1e-6, 1};
  if (column == "Rd") return {0.01, 0.99};
  if (column == "Rd_conf") return {0.005, 0.99};
  if (column == "HMPDM_24" || column.starts_with("HMPDD")) return {1e-3, 0.99};
  const double spread = standard_deviation(finite_values(values));
  return {std::max(1e-3 * spread, 1e-9), 0.995};
}

/// The rows in which the phase is known well: without the ends of its track.
std::pair<size_t, size_t> rows_of(const CovarepCase& one, const std::string& column) {
  if (!column.starts_with("HMPDD")) return {0, one.times.size()};
  const std::vector<double>& known = one.values[73];
  size_t begin = 0, end = known.size();
  while (begin < end && known[begin] == 0) ++begin;
  while (end > begin && known[end - 1] == 0) --end;
  return {std::min(begin + kNoisyFrames, end), end - std::min(kNoisyFrames, end - begin)};
}

void compare_column(const CovarepCase& one, const Track& track, size_t column) {
  const std::vector<double>& wanted = one.values[column];
  const Allowed allowed = allowed_for(one.columns[column], wanted);
  const auto [begin, end] = rows_of(one, one.columns[column]);
  size_t near = 0;
  double largest = 0;
  for (size_t row = begin; row < end; ++row) {
    const double got = track.at(static_cast<int64_t>(row), static_cast<int64_t>(column));
    const double error = got == wanted[row] ? 0 : std::abs(got - wanted[row]);
    if (error <= allowed.error) ++near;
    if (!(error <= largest)) largest = error;
  }
  EXPECT_GE(static_cast<double>(near), allowed.share * static_cast<double>(end - begin))
      << one.name << " " << one.columns[column] << ": up to " << largest << " off, " << allowed.error << " allowed";
}

TEST(Covarep, ColumnsAreReproduced) {
  const std::vector<CovarepCase> cases = covarep_cases();
  if (cases.empty()) GTEST_SKIP() << "no recordings";
  for (const CovarepCase& one : cases) {
    const Track track = acoustic_track(one.samples, {.compat = true});
    ASSERT_EQ(track.columns, one.columns) << one.name;
    ASSERT_EQ(track.times.size(), one.times.size()) << one.name;
    for (size_t row = 0; row < one.times.size(); ++row) EXPECT_NEAR(track.times[row], one.times[row], 1e-6);
    for (size_t column = 0; column < one.columns.size(); ++column)
      if (one.columns[column] != "creak") compare_column(one, track, column);  // its network is not here
  }
}

TEST(Covarep, HasRecordingsInThisProject) {
  if (std::getenv("MMIM_GOLDEN")) GTEST_SKIP() << "MMIM_GOLDEN names another folder";
  EXPECT_GE(covarep_cases().size(), 4u);
  EXPECT_GE(covarep_stages().size(), 1u);
}

}  // namespace
}  // namespace mmim

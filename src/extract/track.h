#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mmim {

/// What was measured of a clip over its time: rows of named columns.
struct Track {
  std::vector<std::string> columns;
  std::vector<double> times;   ///< of each row, in seconds from the begin of the clip, rising
  std::vector<double> values;  ///< rows * columns, row by row

  int64_t rows() const { return static_cast<int64_t>(times.size()); }
  int64_t width() const { return static_cast<int64_t>(columns.size()); }
  double at(int64_t row, int64_t column) const { return values[static_cast<size_t>(row * width() + column)]; }
};

/// Writes a table in CSV: `time`, then the columns; numbers in as few digits as give the same double. The file appears
/// whole. Error as AtomicWriter.
void write_csv(const std::filesystem::path& file, const Track& track);

}  // namespace mmim

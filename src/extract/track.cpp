#include "extract/track.h"

#include <charconv>

#include "core/files.h"
#include "formats/csv.h"

namespace mmim {

namespace {

constexpr size_t kPiece = 1 << 16;  ///< bytes of the table that wait in memory

std::string shortest(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

}  // namespace

void write_csv(const std::filesystem::path& file, const Track& track) {
  AtomicWriter writer(file);
  std::vector<std::string> fields{"time"};
  fields.insert(fields.end(), track.columns.begin(), track.columns.end());
  std::string lines = csv_line(fields);
  for (int64_t row = 0; row < track.rows(); ++row) {
    if (lines.size() > kPiece) {
      writer.write(lines);
      lines.clear();
    }
    fields.assign(1, shortest(track.times[static_cast<size_t>(row)]));
    for (int64_t column = 0; column < track.width(); ++column) fields.push_back(shortest(track.at(row, column)));
    lines += csv_line(fields);
  }
  writer.write(lines);
  writer.commit();
}

}  // namespace mmim

#include "extract/track.h"

#include <charconv>

#include "formats/csv.h"

namespace mmim {

namespace {

std::string shortest(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

}  // namespace

std::string csv_of(const Track& track) {
  std::vector<std::string> fields{"time"};
  fields.insert(fields.end(), track.columns.begin(), track.columns.end());
  std::string table = csv_line(fields);
  for (int64_t row = 0; row < track.rows(); ++row) {
    fields.assign(1, shortest(track.times[static_cast<size_t>(row)]));
    for (int64_t column = 0; column < track.width(); ++column) fields.push_back(shortest(track.at(row, column)));
    table += csv_line(fields);
  }
  return table;
}

}  // namespace mmim

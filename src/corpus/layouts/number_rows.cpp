#include "corpus/layouts/number_rows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/table_columns.h"
#include "corpus/say.h"

namespace mmim {

namespace {

const PlaceColumn* find_place(const NumberTable& table, std::initializer_list<const char*> names) {
  for (const char* name : names)
    for (const PlaceColumn& place : table.places)
      if (bare_name(place.name) == name) return &place;
  return nullptr;
}

/// openSMILE appends the rows of one recording after another; a name beside each row alone may be that of a frame.
void expect_one_recording(const NumberTable& table, const std::string& where) {
  const PlaceColumn* name = recording_column(table);
  const PlaceColumn* time = find_place(table, {"frametime", "frameindex", "start"});
  if (!name || !time || name->fields.empty()) return;
  const std::set<std::string> names(name->fields.begin(), name->fields.end());
  if (names.size() == 1) return;
  throw DataError(
      sentence("{}: holds rows of {}, such as `{}` and `{}`; give each recording a file that has its id as "
               "name",
               where, say_count(static_cast<int64_t>(names.size()), "recording"), shown(*names.begin()),
               shown(*names.rbegin())));
}

std::vector<size_t> rows_with_a_face(const NumberTable& table) {
  const PlaceColumn* success = find_place(table, {"success"});
  std::vector<size_t> kept;
  for (size_t row = 0; row < static_cast<size_t>(table.values.rows()); ++row) {
    double number = 1;
    if (!success || !parse_number(success->fields[row], number) || number != 0) kept.push_back(row);
  }
  return kept;
}

/// How often a face is seen, and how sure the tracker is of it.
struct Face {
  int64_t rows = 0;
  double confidence = 0;
  bool before(const Face& other) const {
    return rows != other.rows ? rows > other.rows : confidence > other.confidence;
  }
};

/// Keeps the rows of one face; returns how many faces there are.
int64_t keep_one_face(const NumberTable& table, std::vector<size_t>& rows) {
  const PlaceColumn* id = find_place(table, {"faceid", "face"});
  const PlaceColumn* confidence = find_place(table, {"confidence"});
  if (!id || !confidence) return 0;
  std::map<std::string, Face> faces;
  for (const size_t row : rows) {
    Face& face = faces[id->fields[row]];
    double number = 0;
    ++face.rows;
    if (parse_number(confidence->fields[row], number) && std::isfinite(number)) face.confidence += number;
  }
  if (faces.size() < 2) return static_cast<int64_t>(faces.size());
  const auto first = std::min_element(
      faces.begin(), faces.end(), [](const auto& one, const auto& other) { return one.second.before(other.second); });
  std::erase_if(rows, [&](size_t row) { return id->fields[row] != first->first; });
  return static_cast<int64_t>(faces.size());
}

/// Times of rows in seconds where a column has them and they rise.
std::vector<double> times_of(const NumberTable& table, const std::vector<size_t>& rows) {
  const PlaceColumn* column =
      find_place(table, {"timestamp", "timestamps", "frametime", "time", "times", "start", "starttime", "begin"});
  std::vector<double> times;
  if (!column) return times;
  for (const size_t row : rows) {
    const double time = seconds_in(column->fields[row]);
    if (!std::isfinite(time) || (!times.empty() && time <= times.back())) return {};
    times.push_back(time);
  }
  return times;
}

/// Rows of float32.
Array rows_in(const Array& values, const std::vector<size_t>& rows) {
  if (static_cast<int64_t>(rows.size()) == values.rows()) return values;
  const size_t width = static_cast<size_t>(values.shape[1]);
  const auto* all = reinterpret_cast<const float*>(values.bytes.data());
  std::vector<float> kept;
  for (const size_t row : rows) kept.insert(kept.end(), all + row * width, all + (row + 1) * width);
  return make_array(kept, {static_cast<int64_t>(rows.size()), values.shape[1]});
}

}  // namespace

const PlaceColumn* recording_column(const NumberTable& table) {
  return find_place(table, {"name", "file", "filename"});
}

NumberTable part_of(const NumberTable& table, const std::vector<size_t>& rows) {
  NumberTable part{.names = table.names, .places = {}, .values = rows_in(table.values, rows)};
  for (const PlaceColumn& place : table.places) {
    PlaceColumn& column = part.places.emplace_back(PlaceColumn{place.name, {}});
    for (const size_t row : rows) column.fields.push_back(place.fields[row]);
  }
  return part;
}

FeatureRows rows_of_table(NumberTable table, const std::string& where) {
  if (table.values.shape[1] == 0) throw DataError(where + ": has no column of features");
  expect_one_recording(table, where);
  FeatureRows features{.names = std::move(table.names), .rows_first = true, .parsed = true};
  for (const PlaceColumn& place : table.places)
    features.left_out.push_back(place.name.empty() ? "without a name" : place.name);
  std::vector<size_t> rows = rows_with_a_face(table);
  features.without_face = table.values.rows() - static_cast<int64_t>(rows.size());
  features.faces = keep_one_face(table, rows);
  features.times = times_of(table, rows);
  features.values = rows_in(table.values, rows);
  return features;
}

double seconds_in(const std::string& text) {
  double seconds = 0;
  if (text.find(':') == text.npos) return parse_number(text, seconds) ? seconds : std::nan("");
  const size_t days = text.find(" days ");
  double whole = 0;
  if (days != text.npos && !parse_number(text.substr(0, days), whole)) return std::nan("");
  std::istringstream parts(days == text.npos ? text : text.substr(days + 6));
  for (std::string part; std::getline(parts, part, ':');) {
    double number = 0;
    if (!parse_number(part, number)) return std::nan("");
    seconds = 60 * seconds + number;
  }
  return 86400 * whole + seconds;
}

}  // namespace mmim

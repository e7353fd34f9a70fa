#include "extract/visual/portrait.h"

#include <cstdlib>
#include <string>

#include "formats/csv.h"

namespace mmim {
namespace {

/// The numbers of a table, row by row, without its header.
std::vector<double> numbers_of_table(const std::string& name) {
  std::vector<double> numbers;
  for (const auto& row : read_csv(std::string(MMIM_SOURCE_DIR) + "/tests/extract/golden/face/" + name).rows)
    for (const std::string& cell : row) numbers.push_back(std::strtod(cell.c_str(), nullptr));
  return numbers;
}

Portrait read_portrait() {
  Portrait read;
  const std::vector<double> points = numbers_of_table("portrait_points.csv");
  // MediaPipe gives shares of the picture, and z as a share of its width.
  for (size_t i = 0; i < read.points.size(); ++i)
    read.points[i] = {points.at(3 * i) * read.width, points.at(3 * i + 1) * read.height,
                      points.at(3 * i + 2) * read.width};
  read.blendshapes = numbers_of_table("portrait_blendshapes.csv");
  const std::vector<double> pose = numbers_of_table("portrait_pose.csv"), model = numbers_of_table("model.csv");
  for (size_t i = 0; i < 16; ++i) read.pose[i] = pose.at(i);
  for (size_t i = 0; i < model.size(); i += 4) {
    read.model.points.push_back({model[i], model[i + 1], model[i + 2]});
    read.model.weights.push_back(model[i + 3]);
  }
  return read;
}

}  // namespace

const Portrait& portrait() {
  static const Portrait read = read_portrait();
  return read;
}

}  // namespace mmim

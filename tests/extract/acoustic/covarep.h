#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mmim {

/// A recording and what COVAREP measures of it.
struct CovarepCase {
  std::string name;
  std::vector<float> samples;
  std::vector<std::string> columns;
  std::vector<double> times;
  std::vector<std::vector<double>> values;  ///< by column
  std::filesystem::path stages;             ///< a file of its intermediate results, which may not be there
};

/// Every recording with a table in the folder of goldens: MMIM_GOLDEN/covarep, or the copy in this project.
std::vector<CovarepCase> covarep_cases();

/// Those with intermediate results, and these by name.
std::vector<std::pair<CovarepCase, std::map<std::string, std::vector<float>>>> covarep_stages();

}  // namespace mmim

#include "extract/acoustic/covarep.h"

#include <cstdlib>

#include "extract/media/wav.h"
#include "formats/csv.h"
#include "formats/safetensors.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

fs::path covarep_folder() {
  const char* chosen = std::getenv("MMIM_GOLDEN");
  return (chosen ? fs::path(chosen) : fs::path(MMIM_SOURCE_DIR) / "tests/extract/golden") / "covarep";
}

CovarepCase case_of_table(const fs::path& path) {
  CovarepCase one;
  one.name = path.stem().string();
  one.samples = read_wav(covarep_folder() / "wav" / (one.name + ".wav")).samples;
  one.stages = path.parent_path() / (one.name + ".stages.safetensors");
  const Table table = read_csv(path);
  one.columns.assign(table.header.begin() + 1, table.header.end());
  one.values.resize(one.columns.size());
  for (const std::vector<std::string>& row : table.rows) {
    one.times.push_back(std::strtod(row[0].c_str(), nullptr));
    for (size_t k = 0; k < one.columns.size(); ++k) one.values[k].push_back(std::strtod(row[k + 1].c_str(), nullptr));
  }
  return one;
}

}  // namespace

std::vector<CovarepCase> covarep_cases() {
  std::vector<CovarepCase> cases;
  if (!fs::exists(covarep_folder() / "det")) return cases;
  for (const auto& entry : fs::directory_iterator(covarep_folder() / "det"))
    if (entry.path().extension() == ".csv") cases.push_back(case_of_table(entry.path()));
  return cases;
}

std::vector<std::pair<CovarepCase, std::map<std::string, std::vector<float>>>> covarep_stages() {
  std::vector<std::pair<CovarepCase, std::map<std::string, std::vector<float>>>> found;
  for (const CovarepCase& one : covarep_cases()) {
    if (!fs::exists(one.stages)) continue;
    std::map<std::string, std::vector<float>> stages;
    for (const auto& [name, array] : read_safetensors(one.stages).arrays) stages[name] = array.to_floats();
    found.emplace_back(one, stages);
  }
  return found;
}

}  // namespace mmim

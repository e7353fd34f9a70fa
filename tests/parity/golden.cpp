#include "parity/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <limits>

#include "formats/safetensors.h"
#include "nn/weights/arrays.h"

namespace mmim::golden {

namespace fs = std::filesystem;

fs::path folder() {
  const char* named = std::getenv("MMIM_GOLDEN");
  return named && *named ? fs::path(named) : fs::path(MMIM_SOURCE_DIR) / "tests/parity/golden";
}

std::vector<Case> all() {
  std::vector<fs::path> files;
  if (fs::is_directory(folder()))
    for (const auto& entry : fs::recursive_directory_iterator(folder())) {
      const std::string name = entry.path().filename().string();
      if (name == "case.json" || name == "meta.json") files.push_back(entry.path());
    }
  std::sort(files.begin(), files.end());
  std::vector<Case> cases;
  for (const fs::path& file : files) {
    Json json = read_json(file);
    if (json.contains("case")) cases.push_back({file.parent_path(), std::move(json)});
  }
  return cases;
}

std::vector<Case> of_kind(const std::string& kind) {
  std::vector<Case> chosen;
  for (Case& one : all())
    if (one.kind() == kind) {
      std::cout << "golden case " << one.name() << " (" << kind << ")\n";
      chosen.push_back(std::move(one));
    }
  return chosen;
}

std::map<std::string, Tensor> Case::tensors(const std::string& file, torch::Dtype dtype) const {
  std::map<std::string, Tensor> tensors;
  for (const auto& [name, array] : read_safetensors(folder / file).arrays) {
    const Tensor tensor = to_tensor(array);
    tensors[name] = tensor.is_floating_point() ? tensor.to(dtype) : tensor;
  }
  return tensors;
}

Tolerance Tolerance::of(const Json& tolerances, const std::string& quantity) {
  if (!tolerances.contains(quantity)) return {};
  const Json& one = tolerances.at(quantity);
  return {one.value("abs", 0.0), one.value("rel", 0.0), one.value("rel_to_max", 0.0)};
}

void expect_close(const std::string& what, const Tensor& got, const Tensor& want, const Tolerance& t) {
  ASSERT_EQ(got.sizes(), want.sizes()) << what;
  const Tensor x = got.detach().to(at::kDouble).reshape(-1), y = want.detach().to(at::kDouble).reshape(-1);
  if (x.numel() == 0) return;
  const Tensor allowed = t.abs + t.rel * y.abs() + t.rel_to_max * y.abs().max();
  const Tensor excess = (x - y).abs() - allowed;
  const auto worst = at::argmax(at::nan_to_num(excess, std::numeric_limits<double>::infinity())).item<int64_t>();
  EXPECT_TRUE((excess <= 0).all().item<bool>())
      << what << ": element " << worst << " is " << x[worst].item<double>() << ", recorded " << y[worst].item<double>()
      << ", allowed " << allowed[worst].item<double>();
}

void expect_close(const std::string& what, double got, double want, const Tolerance& t) {
  expect_close(what, at::tensor({got}, at::kDouble), at::tensor({want}, at::kDouble), t);
}

double number(const Json& json) {
  if (json.is_number()) return json.get<double>();
  const auto word = json.get<std::string>();
  if (word == "inf") return std::numeric_limits<double>::infinity();
  if (word == "-inf") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace mmim::golden

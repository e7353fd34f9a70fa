#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"
#include "tensor/torch.h"

namespace mmim::golden {

/// One recorded case: its JSON and the folder with its tensors.
struct Case {
  std::filesystem::path folder;
  Json json;  ///< the whole file; json["case"] configures the test
  const Json& settings() const { return json.at("case"); }
  std::string kind() const { return settings().at("kind").get<std::string>(); }
  std::string name() const { return folder.parent_path().filename().string() + "/" + folder.filename().string(); }
  /// The tensors of one .safetensors file by name; floating ones cast to `dtype`.
  std::map<std::string, Tensor> tensors(const std::string& file, torch::Dtype dtype) const;
};

/// The folder of goldens: MMIM_GOLDEN, or the copy beside this test.
std::filesystem::path folder();
/// Every case below folder(), by path; an empty vector when there is none.
std::vector<Case> all();
/// The cases of one kind; names them on standard output.
std::vector<Case> of_kind(const std::string& kind);

/// |x - y| <= abs + rel |y| elementwise, or largest difference <= rel_to_max * largest |y| + abs.
struct Tolerance {
  double abs = 0, rel = 0, rel_to_max = 0;
  static Tolerance of(const Json& tolerances, const std::string& quantity);  ///< {} where not listed
};
/// A failed comparison names `what`, the largest difference and its place.
void expect_close(const std::string& what, const Tensor& got, const Tensor& want, const Tolerance& tolerance);
void expect_close(const std::string& what, double got, double want, const Tolerance& tolerance);

/// A JSON number; "nan", "inf" and "-inf" are strings there.
double number(const Json& json);

}  // namespace mmim::golden

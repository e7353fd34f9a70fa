#include "experiments/table/cell_wish.h"

#include "core/record.h"

namespace mmim {

void write_wish(const std::filesystem::path& run, const CellWish& wish) {
  Json json = field_to_json(wish);
  write_labels(wish.plan.provenance, json);
  if (!wish.plan.changes.empty()) json["changes"] = wish.plan.changes;
  write_json(run / "wanted.json", json);
}

CellWish read_wish(const std::filesystem::path& run) {
  const std::filesystem::path file = run / "wanted.json";
  const std::string what = "what an experiment wants of a cell";
  const Json json = read_json(file);
  auto wish = read_record<CellWish>(json, file.string(), what);
  try {
    read_labels(json, wish.plan.provenance);
    wish.plan.changes = json.value("changes", std::vector<std::string>());
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file.string() + ": is not " + what + " (" + error.what() + ")");
  }
  return wish;
}

}  // namespace mmim

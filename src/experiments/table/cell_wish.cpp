#include "experiments/table/cell_wish.h"

#include "core/record.h"

namespace mmim {

void write_wish(const std::filesystem::path& run, const CellWish& wish) {
  write_json(run / "wanted.json", field_to_json(wish));
}

CellWish read_wish(const std::filesystem::path& run) {
  const std::filesystem::path file = run / "wanted.json";
  return read_record<CellWish>(read_json(file), file.string(), "what an experiment wants of a cell");
}

}  // namespace mmim

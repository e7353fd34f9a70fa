#include "experiments/report_files.h"

#include "core/files.h"
#include "experiments/report_markdown.h"
#include "experiments/report_page.h"
#include "experiments/report_tables.h"

namespace mmim {

std::vector<std::string> write_report(const Json& report, const Json& cases, const std::filesystem::path& folder) {
  make_folder(folder);
  write_json(folder / "report.json", report);
  write_file_atomically(folder / "report.md", report_markdown(report));
  write_file_atomically(folder / "report.html", report_page(report, cases));
  write_file_atomically(folder / "table.tex", report_tex(report));
  write_file_atomically(folder / "table.csv", report_csv(report));
  return {"report.html", "report.md", "report.json", "table.tex", "table.csv"};
}

}  // namespace mmim

#include "report/files.h"

#include "core/files.h"
#include "report/forms/csv.h"
#include "report/forms/markdown_report.h"
#include "report/forms/page.h"
#include "report/forms/tex.h"

namespace mmim {

std::vector<std::string> write_report(const Report& report, const Json& cases, const std::filesystem::path& folder) {
  make_folder(folder);
  write_json(folder / "tables.json", report.to_json());
  write_file_atomically(folder / "report.md", report_markdown(report));
  write_file_atomically(folder / "report.html", report_page(report, cases));
  write_file_atomically(folder / "table.tex", report_tex(report));
  write_file_atomically(folder / "table.csv", report_csv(report));
  return {"report.html", "report.md", "tables.json", "table.tex", "table.csv"};
}

}  // namespace mmim

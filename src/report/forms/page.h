#pragma once
#include "report/report.h"

namespace mmim {

/// A report as one HTML file that needs no network: report/page, with the report as JSON in it. `cases`, a list of
/// utterances (results/cases.h) or null, makes it a page that shows data, and says so.
std::string report_page(const Report& report, const Json& cases);

/// The sources of the page as they were when the program was built: layout.html with {{places}}, style.css, and all
/// scripts in the order in which they run.
extern const char* const kPageLayout;
extern const char* const kPageStyle;
extern const char* const kPageScript;

}  // namespace mmim

#include "report/forms/page.h"

#include <gtest/gtest.h>

#include "report/forms/some_report.h"

namespace mmim {
namespace {

/// What stands in the element of that id.
Json embedded(const std::string& page, const std::string& id) {
  const std::string open = "<script type=\"application/json\" id=\"" + id + "\">";
  const size_t begin = page.find(open) + open.size();
  return parse_json(page.substr(begin, page.find("</script>", begin) - begin), id);
}

TEST(ReportPage, HoldsTheReportAndNothingCanBreakOutOfIt) {
  const Report report = some_report();
  const std::string page = report_page(report, nullptr);
  EXPECT_EQ(embedded(page, "report"), parse_json(report.to_json().dump(), "report")) << "every row is there, as it is";
  EXPECT_TRUE(embedded(page, "cases").is_null());
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  expect_in(page, {"<title>T &amp; &lt;i&gt;</title>"});
  EXPECT_EQ(page.find("{{"), std::string::npos) << "a place was left open";
}

TEST(ReportPage, NeedsNoNetwork) {
  const std::string page = report_page(some_report(), nullptr);
  expect_in(page, {"default-src 'none'"});
  for (const char* outside : {"src=\"http", "href=\"http", "@import", "url(", "fetch(", "XMLHttpRequest"})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
}

TEST(ReportPage, HoldsCasesOnlyWhereTheyAreGiven) {
  const Json cases = Json::array({{{"id", "v_1"}, {"text", "</script>"}, {"truth", 1}, {"prediction", 2}}});
  EXPECT_EQ(embedded(report_page(some_report(), cases), "cases"), cases);
  EXPECT_FALSE(some_report().to_json().contains("cases"));
}

}  // namespace
}  // namespace mmim

#include "serve/page.h"

#include <gtest/gtest.h>

#include <map>

#include "core/base64.h"

namespace mmim {
namespace {

TEST(ServePage, IsWholeHtmlUnderAPolicyThatNamesItsOwnStyleAndScript) {
  const HttpResponse page = serve_page();
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  EXPECT_EQ(page.body.find("{{"), std::string::npos);
  for (const char* text : {kServePageStyle, kServePageScript}) EXPECT_NE(page.body.find(text), std::string::npos);
  std::map<std::string, std::string> headers(page.headers.begin(), page.headers.end());
  EXPECT_EQ(headers["Referrer-Policy"], "no-referrer");
  const std::string policy = headers["Content-Security-Policy"];
  for (const char* part : {"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"})
    EXPECT_NE(policy.find(part), std::string::npos) << part << " in " << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
  for (const std::string start : {"style-src 'sha256-", "script-src 'sha256-"}) {
    const size_t at = policy.find(start) + start.size();
    EXPECT_EQ(from_base64(policy.substr(at, policy.find('\'', at) - at), start).size(), 32u) << policy;
  }
}

}  // namespace
}  // namespace mmim

#include <gtest/gtest.h>

#include "http/access.h"
#include "http/metrics.h"
#include "http/multipart.h"
#include "http/problem.h"
#include "http/router.h"

namespace mmim {
namespace {

/// The status with which something is refused; 0 when it is not.
int refused_with(const std::function<void()>& work) {
  try {
    work();
  } catch (const HttpError& wrong) {
    return wrong.status;
  }
  return 0;
}

HttpRequest head(std::vector<std::pair<std::string, std::string>> headers, const std::string& path = "/predict") {
  return {.method = "POST", .path = path, .headers = std::move(headers)};
}

TEST(Access, IsForLoopbackAndAllowedHosts) {
  const AccessRules rules{.hosts = {"scores.example.org"}};
  const auto status = [&](const std::string& host) {
    return refused_with([&] { check_access(head({{"host", host}}), rules); });
  };
  for (const char* host :
       {"localhost", "LOCALHOST:8080", "127.0.0.1:80", "127.3.2.1", "[::1]:8080", "Scores.Example.org"})
    EXPECT_EQ(status(host), 0) << host;
  for (const char* host :
       {"evil.org", "127.0.0.1.evil.org", "localhost.evil.org", "[::2]", "example.org", "1127.0.0.1"})
    EXPECT_EQ(status(host), 403) << host;
  EXPECT_EQ(refused_with([&] { check_access(head({}), rules); }), 400);
}

TEST(Access, IsNotForPagesOfAnotherSite) {
  const auto status = [&](const std::string& origin) {
    return refused_with([&] { check_access(head({{"host", "localhost:8080"}, {"origin", origin}}), {}); });
  };
  EXPECT_EQ(status("http://localhost:8080"), 0);
  EXPECT_EQ(status("https://LOCALHOST:8080"), 0);
  for (const char* origin :
       {"http://evil.org", "null", "http://localhost", "http://localhost:8081", "http://127.0.0.1:8080"})
    EXPECT_EQ(status(origin), 403) << origin;
}

TEST(Access, NeedsTheKeyWhereThereIsOne) {
  const AccessRules rules{.key = "open sesame", .open = {"/health"}};
  const auto status = [&](std::vector<std::pair<std::string, std::string>> headers, const std::string& path) {
    headers.emplace_back("host", "localhost");
    return refused_with([&] { check_access(head(headers, path), rules); });
  };
  EXPECT_EQ(status({}, "/predict"), 401);
  EXPECT_EQ(status({}, "/health"), 0);
  EXPECT_EQ(status({{"authorization", "Bearer open sesame"}}, "/predict"), 0);
  EXPECT_EQ(status({{"x-api-key", "open sesame"}}, "/predict"), 0);
  for (const char* key : {"", "open", "open sesame ", "Open sesame"})
    EXPECT_EQ(status({{"x-api-key", key}}, "/"), 401) << key;
  EXPECT_EQ(status({{"authorization", "Basic open sesame"}}, "/predict"), 401);
}

TEST(Multipart, GivesFieldsAndFiles) {
  const std::string file("\x00\xFF\r\n--other", 11);
  const std::string body =
      "--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nwhat a film\r\n"
      "--xyz\r\ncontent-type: video/mp4\r\nContent-Disposition: form-data; name=file; filename=\"a "
      "\\\"b\\\".mp4\"\r\n\r\n" +
      file + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--xyz--\r\n";
  const std::vector<FormPart> parts = parse_multipart(body, "multipart/form-data; boundary=\"xyz\"");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].name, "text");
  EXPECT_EQ(parts[0].content, "what a film");
  EXPECT_EQ(parts[1].name, "file");
  EXPECT_EQ(parts[1].file_name, "a \"b\".mp4");
  EXPECT_EQ(parts[1].type, "video/mp4");
  EXPECT_EQ(parts[1].content, file);
  EXPECT_EQ(parts[2].content, "");
}

TEST(Multipart, OfNoPartsIsEmpty) { EXPECT_TRUE(parse_multipart("--x--", "multipart/form-data; boundary=x").empty()); }

TEST(Multipart, RefusesWhatIsBroken) {
  const std::string good = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--x--";
  const std::string type = "multipart/form-data; boundary=x";
  const auto status = [](const std::string& body, const std::string& content_type) {
    return refused_with([&] { parse_multipart(body, content_type); });
  };
  EXPECT_EQ(status(good, type), 0);
  EXPECT_EQ(status(good, "multipart/form-data"), 400);
  EXPECT_EQ(status(good, "multipart/form-data; boundary=" + std::string(71, 'x')), 400);
  for (size_t length = 0; length < good.size(); ++length)
    EXPECT_EQ(status(good.substr(0, length), type), 400) << length;
  EXPECT_EQ(status("--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--", type), 400);
  EXPECT_EQ(status("--x\r\nContent-Disposition: attachment; name=a\r\n\r\nv\r\n--x--", type), 400);
  EXPECT_EQ(status("--x\r\nnonsense\r\n\r\nv\r\n--x--", type), 400);
  std::string many;
  for (int i = 0; i < 65; ++i) many += "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n";
  EXPECT_EQ(status(many + "--x--", type), 400);
}

TEST(Router, FindsTheFunctionOfAPathAndItsPlaces) {
  Router router;
  std::string called;
  router.add("GET", "/v2/models/{model}", [&](const HttpCall&) { called = "model"; });
  router.add("POST", "/v2/models/{model}/infer", [&](const HttpCall&) { called = "infer"; });
  router.add("GET", "/", [&](const HttpCall&) { called = "page"; });
  std::map<std::string, std::string> places;
  const auto call = [&](const std::string& method, const std::string& path) {
    const HttpRequest request{.method = method, .path = path};
    router.find(request, places)({request, places, HttpAnswer([](const HttpResponse&) {})});
    return called;
  };
  EXPECT_EQ(call("POST", "/v2/models/my model/infer"), "infer");
  EXPECT_EQ(places.at("model"), "my model");
  EXPECT_EQ(call("HEAD", "/v2/models/a"), "model");
  EXPECT_EQ(call("GET", "/"), "page");
  EXPECT_EQ(refused_with([&] { call("GET", "/v2/models/"); }), 404);
  EXPECT_EQ(refused_with([&] { call("GET", "/nothing"); }), 404);
  try {
    call("DELETE", "/v2/models/a");
    FAIL();
  } catch (const HttpError& wrong) {
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.headers.at(0).second, "GET");
  }
}

TEST(MetricBook, IsWrittenAsPrometheusReadsIt) {
  MetricBook book;
  book.counter("requests_total", "Requests.", {{"model", "a\"b\\"}}).add(2);
  book.gauge("waiting", "Waiting.").set(0.5);
  Histogram& histogram = book.histogram("seconds", "Seconds.", {0.1, 1}, {{"model", "m"}});
  for (const double value : {0.1, 0.5, 7.0}) histogram.observe(value);
  EXPECT_EQ(book.text(),
            "# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total{model=\"a\\\"b\\\\\"} 2\n"
            "# HELP seconds Seconds.\n# TYPE seconds histogram\nseconds_bucket{model=\"m\",le=\"0.1\"} 1\n"
            "seconds_bucket{model=\"m\",le=\"1\"} 2\nseconds_bucket{model=\"m\",le=\"+Inf\"} 3\n"
            "seconds_sum{model=\"m\"} 7.6\nseconds_count{model=\"m\"} 3\n"
            "# HELP waiting Waiting.\n# TYPE waiting gauge\nwaiting 0.5\n");
  EXPECT_EQ(&histogram, &book.histogram("seconds", "Seconds.", {0.1, 1}, {{"model", "m"}}));
}

TEST(Address, IsReadWithItsQuery) {
  HttpRequest request;
  read_target("/a%20b/c?x=1+2&y=%26&z&x=3", request);
  EXPECT_EQ(request.path, "/a b/c");
  EXPECT_EQ(request.query, (std::map<std::string, std::string>{{"x", "3"}, {"y", "&"}, {"z", ""}}));
  for (const char* wrong : {"", "a", "/%", "/%4", "/%4g", "/%0a"})
    EXPECT_EQ(refused_with([&] { read_target(wrong, request); }), 400) << wrong;
}

TEST(ContentType, IsReadWithItsParameters) {
  EXPECT_EQ(media_type(" Application/JSON ; charset=utf-8"), "application/json");
  EXPECT_EQ(parameter_of("a/b; charset=\"ut\\\"f\" ; boundary=x y; q", "charset"), "ut\"f");
  EXPECT_EQ(parameter_of("a/b; charset=\"u;f\"; Boundary= xy ", "boundary"), "xy");
  for (const char* header : {"", "a/b", "a/b;", "a/b; boundary", "a/b; x=\"unended"})
    EXPECT_EQ(parameter_of(header, "boundary"), "");
}

}  // namespace
}  // namespace mmim

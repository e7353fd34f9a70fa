#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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
       {"localhost", "LOCALHOST:8080", "localhost.", "localhost.:8080", "localhost:", "127.0.0.1:80", "127.3.2.1",
        "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]", "Scores.Example.org", "scores.example.org.:443"})
    EXPECT_EQ(status(host), 0) << host;
  for (const char* host :
       {"evil.org", "127.0.0.1.evil.org", "localhost.evil.org", "[::2]", "example.org", "1127.0.0.1", "127.0.0.1x",
        "128.0.0.1", "a@localhost", "localhost..", "evil.org#localhost", "[localhost", "x[::1]"})
    EXPECT_NE(status(host), 0) << host;
  EXPECT_EQ(status("evil.org"), 403);
  for (const char* host :
       {"", ".", ":80", "[::1", "[::1]evil.org", "[::1]8", "localhost:80:80", "localhost:evil.org", "localhost:8 0"})
    EXPECT_EQ(status(host), 400) << host;
  const auto anywhere = [](const std::string& host) {
    return refused_with([&] { check_access(head({{"host", host}}), {.hosts = {"*"}}); });
  };
  EXPECT_EQ(anywhere("evil.org"), 0);
  EXPECT_EQ(refused_with([&] { check_access(head({}), rules); }), 400);
}

TEST(Access, IsNotForPagesOfAnotherSite) {
  const auto status = [&](const std::string& origin) {
    return refused_with([&] { check_access(head({{"host", "localhost:8080"}, {"origin", origin}}), {}); });
  };
  EXPECT_EQ(status("http://localhost:8080"), 0);
  EXPECT_EQ(status("https://LOCALHOST:8080"), 0);
  const auto pair = [](const std::string& host, const std::string& origin) {
    return refused_with([&] { check_access(head({{"host", host}, {"origin", origin}}), {}); });
  };
  EXPECT_EQ(pair("localhost", "http://localhost"), 0);
  EXPECT_EQ(pair("localhost:80", "http://localhost"), 0);
  EXPECT_EQ(pair("localhost", "https://localhost:443"), 0);
  EXPECT_EQ(pair("[::1]:8080", "http://[::1]:8080"), 0);
  EXPECT_EQ(pair("localhost", "http://localhost:443"), 403);
  EXPECT_EQ(pair("localhost:80", "https://localhost"), 403);
  for (const char* origin :
       {"http://evil.org", "null", "http://localhost", "http://localhost:8081", "http://127.0.0.1:8080", "",
        "localhost:8080", "ftp://localhost:8080", "http://localhost:8080/", "http://localhost:8080.evil.org",
        "http://localhost:8080 http://evil.org", "http://evil.org@localhost:8080", "http://"})
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
  EXPECT_EQ(status({{"authorization", "bearer open sesame"}}, "/predict"), 0);
  for (const char* authorization : {"Basic open sesame", "Bearer", "Bearer ", "open sesame", "Bearer open sesam"})
    EXPECT_EQ(status({{"authorization", authorization}}, "/predict"), 401) << authorization;
  for (const char* path : {"/health/", "/Health", "/healt"}) EXPECT_EQ(status({}, path), 401) << path;
  EXPECT_EQ(refused_with([&] { check_access(head({{"host", "localhost"}}), {}); }), 0);
}

TEST(Multipart, GivesFieldsAndFiles) {
  const std::string file("\x00\xFF\r\n--other", 11);
  const std::string body =
      "--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nwhat a film\r\n"
      "--xyz\r\ncontent-type: video/mp4\r\nContent-Disposition: form-data; name=file; filename=\"a "
      "\\\"b\\\".mp4\"\r\n\r\n" +
      file + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--xyz--\r\n";
  const std::vector<FormPart> parts = parse_multipart(body, "Multipart/Form-Data; charset; boundary=\"xyz\"");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].name, "text");
  EXPECT_EQ(parts[0].content, "what a film");
  EXPECT_EQ(parts[1].name, "file");
  EXPECT_EQ(parts[1].file_name, "a \"b\".mp4");
  EXPECT_EQ(parts[1].type, "video/mp4");
  EXPECT_EQ(parts[1].content, file);
  EXPECT_EQ(parts[2].content, "");
  EXPECT_EQ(parts[2].file_name, std::nullopt);
}

TEST(Multipart, GivesNamesOfFilesWithoutFoldersAndAsBrowsersWriteThem) {
  const auto file_name = [](const std::string& parameter) {
    const std::string body = "--x\r\nContent-Disposition: form-data; name=a; " + parameter + "\r\n\r\nv\r\n--x--";
    return parse_multipart(body, "multipart/form-data; boundary=x").at(0).file_name;
  };
  EXPECT_EQ(file_name("filename=\"../../etc/pass;wd\""), "pass;wd");
  EXPECT_EQ(file_name("filename=\"C:\\clips\\a.mp4\""), "a.mp4");
  EXPECT_EQ(file_name("filename=\"a\\\\b\""), "b");
  EXPECT_EQ(file_name("filename=\"say \\\"a\\\".mp4\""), "say \"a\".mp4");
  EXPECT_EQ(file_name("FileName=plain.mp4"), "plain.mp4");
  EXPECT_EQ(file_name("filename=\"\""), "");
  EXPECT_EQ(file_name("filename*=UTF-8''a.mp4"), std::nullopt);
  EXPECT_EQ(file_name("filename=\"unended"), std::nullopt);
}

TEST(Multipart, SkipsThePaddingAndWhatStandsBehindTheLastBoundary) {
  const std::string body = "--x \t\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--x-- \r\nepilogue";
  EXPECT_EQ(parse_multipart(body, "multipart/form-data; boundary=x").at(0).content, "v");
}

TEST(Multipart, TakesNoBoundaryWithinALineForOne) {
  const std::string body = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\na--x--\n--x--\r\n--x--";
  EXPECT_EQ(parse_multipart(body, "multipart/form-data; boundary=x").at(0).content, "a--x--\n--x--");
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
  EXPECT_EQ(status(good, "multipart/form-data; boundary="), 400);
  EXPECT_EQ(status(good, "multipart/mixed; boundary=x"), 415);
  EXPECT_EQ(status(good, ""), 415);
  EXPECT_EQ(status("--" + std::string(70, 'x') + "--", "multipart/form-data; boundary=" + std::string(70, 'x')), 0);
  EXPECT_EQ(status(good, "multipart/form-data; boundary=" + std::string(71, 'x')), 400);
  for (size_t length = 0; length < good.size(); ++length)
    EXPECT_EQ(status(good.substr(0, length), type), 400) << length;
  EXPECT_EQ(status("--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--", type), 400);
  EXPECT_EQ(status("--x\r\nContent-Disposition: attachment; name=a\r\n\r\nv\r\n--x--", type), 400);
  EXPECT_EQ(status("--x\r\nnonsense\r\n\r\nv\r\n--x--", type), 400);
  EXPECT_EQ(status("--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nv\r\n--x--", type), 400);
  EXPECT_EQ(status("--x\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
                   "name=b\r\n\r\nv\r\n--x--",
                   type),
            400);
}

TEST(Multipart, BoundsPartsAndTheirHeads) {
  const auto status = [](int parts, size_t head) {
    const std::string line = "Content-Disposition: form-data; name=a";
    std::string body;
    for (int i = 0; i < parts; ++i)
      body += "--x\r\n" + line + "\r\nX:" + std::string(head - line.size() - 6, 'y') + "\r\n\r\nv\r\n";
    return refused_with([&] { parse_multipart(body + "--x--", "multipart/form-data; boundary=x"); });
  };
  EXPECT_EQ(status(64, 100), 0);
  EXPECT_EQ(status(65, 100), 400);
  EXPECT_EQ(status(5000, 100), 400);
  EXPECT_EQ(status(1, 8192), 0);
  EXPECT_EQ(status(1, 8193), 400);
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
    const Router::Found found = router.find(request);
    places = found.places;
    found.route.function({request, places, HttpAnswer([](const std::optional<HttpResponse>&) {})});
    return called;
  };
  EXPECT_EQ(call("POST", "/v2/models/my model/infer"), "infer");
  EXPECT_EQ(places, (std::map<std::string, std::string>{{"model", "my model"}}));
  EXPECT_EQ(call("HEAD", "/v2/models/a"), "model");
  EXPECT_EQ(call("GET", "/"), "page");
  EXPECT_TRUE(places.empty());
  for (const char* path :
       {"/v2/models/", "/v2/models/a/", "/v2/models", "/nothing", "//", "/v2//models/a", "/V2/models/a"})
    EXPECT_EQ(refused_with([&] { call("GET", path); }), 404) << path;
}

TEST(Router, SaysWhichMethodsThereAre) {
  Router router;
  router.add("GET", "/a/{b}", {});
  router.add("DELETE", "/a/{b}", {}, 7);
  EXPECT_EQ(router.find({.method = "DELETE", .path = "/a/b"}).route.body, 7);
  for (const char* method : {"POST", "get", "OPTIONS", ""}) {
    try {
      router.find({.method = method, .path = "/a/b"});
      FAIL() << method;
    } catch (const HttpError& wrong) {
      EXPECT_EQ(wrong.status, 405);
      EXPECT_EQ(wrong.headers, (std::vector<std::pair<std::string, std::string>>{{"Allow", "GET, HEAD, DELETE"}}));
    }
  }
  EXPECT_EQ(refused_with([&] { router.find({.method = "HEAD", .path = "/b"}); }), 404);
  router.add("PUT", "/b", {});
  EXPECT_EQ(refused_with([&] { router.find({.method = "HEAD", .path = "/b"}); }), 405);
  EXPECT_EQ(router.routes(), (std::vector<std::pair<std::string, std::vector<std::string>>>{
                                 {"/a/{b}", {"GET", "DELETE"}}, {"/b", {"PUT"}}}));
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

TEST(MetricBook, EscapesTextAndWritesNumbersThatAreNone) {
  MetricBook book;
  book.gauge("a", "One \"line\"\nand a \\.", {{"l", "x\ny\"\\"}}).set(std::numeric_limits<double>::infinity());
  book.gauge("b", "B.").set(-std::numeric_limits<double>::infinity());
  book.gauge("c", "C.").set(std::nan(""));
  EXPECT_EQ(book.text(),
            "# HELP a One \"line\"\\nand a \\\\.\n# TYPE a gauge\na{l=\"x\\ny\\\"\\\\\"} +Inf\n"
            "# HELP b B.\n# TYPE b gauge\nb -Inf\n# HELP c C.\n# TYPE c gauge\nc NaN\n");
}

TEST(MetricBook, GivesEachNameOneTypeAndOneRowOfBounds) {
  MetricBook book;
  Gauge& counter = book.counter("a", "A.");
  EXPECT_EQ(&book.counter("a", "A."), &counter);
  EXPECT_NE(&book.counter("a", "A.", {{"x", "1"}}), &counter);
  EXPECT_THROW(book.gauge("a", "A."), std::logic_error);
  EXPECT_THROW(book.histogram("a", "A.", {1}), std::logic_error);
  book.histogram("h", "H.", {1});
  EXPECT_THROW(book.histogram("h", "H.", {1, 2}), std::logic_error);
  EXPECT_THROW(book.counter("h", "H."), std::logic_error);
}

TEST(Histogram, CountsValuesUpToAndWithEachBound) {
  Histogram histogram({1, 2});
  for (const double value : {1.0, 1.0000001, 2.0, 2.0000001, -5.0, 1e300}) histogram.observe(value);
  histogram.observe(std::nan(""));
  histogram.observe(std::numeric_limits<double>::infinity());
  const Histogram::Reading reading = histogram.read();
  EXPECT_EQ(reading.below, (std::vector<int64_t>{2, 4, 7}));
  EXPECT_EQ(reading.sum, std::numeric_limits<double>::infinity());
  EXPECT_EQ(Histogram({}).read().below, std::vector<int64_t>{0});
}

TEST(Address, IsReadWithItsQuery) {
  HttpRequest request;
  read_target("/a%20b/c?x=1+2&y=%26&z&x=3", request);
  EXPECT_EQ(request.path, "/a b/c");
  EXPECT_EQ(request.query, (std::map<std::string, std::string>{{"x", "3"}, {"y", "&"}, {"z", ""}}));
  EXPECT_EQ(request.body.size(), 0);
  read_target("/...%41/.a/%25/b%3Fc/?%3d=%3D&=x&&", request);
  EXPECT_EQ(request.path, "/...A/.a/%/b?c/");
  EXPECT_EQ(request.query.at("="), "=");
  EXPECT_EQ(request.query.at(""), "x");
  for (const char* wrong :
       {"",       "a",        "?a",  "*",     "/%",    "/%4",    "/%4g", "/%g4", "/%0a",    "/%00",   "/%7f",
        "/a?b=%", "/a?%0d=b", "/..", "/../a", "/a/..", "/a/./b", "/.",   "/%2e", "/%2E./a", "/a%2fb", "/a/..?b"})
    EXPECT_EQ(refused_with([&] { read_target(wrong, request); }), 400) << wrong;
}

TEST(HttpRequest, TellsAnAbsentHeaderFromAnEmptyOne) {
  const HttpRequest request = head({{"a", ""}, {"b", "1"}, {"b", "2"}});
  EXPECT_EQ(request.header("a"), "");
  EXPECT_EQ(request.header("b"), "1");
  EXPECT_EQ(request.header("c"), std::nullopt);
}

TEST(ContentType, IsReadWithItsParameters) {
  EXPECT_EQ(media_type(" Application/JSON ; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type(""), "");
  EXPECT_EQ(parameter_of("a/b; charset=\"ut\\\"f\" ; boundary=x y; q", "charset"), "ut\"f");
  EXPECT_EQ(parameter_of("a/b; charset=\"ut\\\"f\" ; boundary=x y; q", "boundary"), "x y");
  EXPECT_EQ(parameter_of("a/b; charset=\"u;f\"; Boundary= xy ", "boundary"), "xy");
  EXPECT_EQ(parameter_of("a/b; q; boundary=xy", "boundary"), "xy");
  EXPECT_EQ(parameter_of("a/b; q;boundary=", "boundary"), "");
  EXPECT_EQ(parameter_of("a/b; boundary=\"\"", "boundary"), "");
  EXPECT_EQ(parameter_of("a/b; x=\"; boundary=no\"; boundary=yes", "boundary"), "yes");
  EXPECT_EQ(parameter_of("a/b; x=\"\\\\\"; boundary=yes", "boundary"), "yes");
  for (const char* header : {"", "a/b", "a/b;", "a/b; boundary", "a/b; x=\"unended", "a/b; boundary=\"unended",
                             "a/b; x=\"; boundary=x", "boundary=x", "a/b; xboundary=x"})
    EXPECT_EQ(parameter_of(header, "boundary"), std::nullopt) << header;
}

}  // namespace
}  // namespace mmim

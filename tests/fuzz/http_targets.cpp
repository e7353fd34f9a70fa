#include <filesystem>

#include "core/error.h"
#include "core/files.h"
#include "fuzz/targets.h"
#include "http/access.h"
#include "http/head_scan.h"
#include "http/multipart.h"
#include "http/problem.h"
#include "http/server.h"
#include "support/raw_client.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

const char* const kForm =
    "--xyz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nwhat a film\r\n"
    "--xyz\r\nContent-Type: video/mp4\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n"
    "\x01\x02\x03\r\n--xyz--\r\n";
const char* const kAddress = "/v2/models/a%20b/infer?detail=full&x=%26";
const char* const kRequests =
    "POST /echo?a=b%20c HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: http://localhost:8080\r\nContent-Type: "
    "application/json\r\nX-Request-Id: abc\r\nContent-Length: 13\r\n\r\n{\"text\":\"ok\"}"
    "POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    "GET / HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n";

/// Says the bytes to a server, hears what it answers, and sees that it still answers others.
void speak(const fs::path& path) {
  HttpHandler handler;
  handler.admit = [](const HttpRequest& head) {
    check_access(head, {.key = ""});
    return int64_t{4096};
  };
  handler.handle = [](const HttpRequest& request, const HttpAnswer& answer) {
    answer({.body = std::string(request.body.bytes())});
  };
  const HttpServer server({.port = 0}, {.head = 4096, .body = 4096, .head_seconds = 0.05, .slowest = 1e6}, handler);
  RawClient client(server.port());
  client.say(read_file(path));
  for (int i = 0; i < 8 && !client.hear().empty();) ++i;
  if (status_of(RawClient(server.port()).ask(plain_request("GET", "/"))) != 200) throw std::logic_error("no answer");
}

/// Where a head ends, or minus the status with which it is refused, when it comes in pieces of `piece` bytes.
int64_t end_in_pieces(const std::string& bytes, size_t piece) {
  HeadScan scan(300, 8);
  try {
    for (size_t end = 0; end < bytes.size();) {
      end = std::min(bytes.size(), end + piece);
      if (const size_t size = scan.find_end(std::string_view(bytes).substr(0, end))) return static_cast<int64_t>(size);
    }
  } catch (const HttpError& wrong) {
    return -wrong.status;
  }
  return 0;
}

void scan_in_pieces(const fs::path& path) {
  const std::string bytes = read_file(path);
  const int64_t whole = end_in_pieces(bytes, bytes.size());
  for (size_t piece = 1; piece < 20; ++piece)
    if (end_in_pieces(bytes, piece) != whole) throw std::logic_error("the end of a head depends on pieces");
}

void read_host(const fs::path& path) {
  const std::string line = read_file(path);
  const size_t bar = line.find('|');
  const std::string origin = bar == std::string::npos ? "" : line.substr(bar + 1);
  check_access({.headers = {{"host", line.substr(0, bar)}, {"origin", origin}}}, {});
}

}  // namespace

void add_http_targets(std::vector<FuzzTarget>& targets) {
  targets.push_back(
      target_of({.name = "http/form", .seed = kForm, .form = Form::text, .read = [](const fs::path& path) {
                   parse_multipart(read_file(path), "multipart/form-data; boundary=xyz");
                 }}));
  targets.push_back(
      target_of({.name = "http/address", .seed = kAddress, .form = Form::text, .read = [](const fs::path& path) {
                   HttpRequest request;
                   read_target(read_file(path), request);
                 }}));
  targets.push_back(target_of({.name = "http/head", .seed = kRequests, .form = Form::text, .read = scan_in_pieces}));
  targets.push_back(target_of(
      {.name = "http/host", .seed = "localhost:8080|http://localhost:8080", .form = Form::text, .read = read_host}));
  targets.push_back(target_of({.name = "http/requests", .seed = kRequests, .form = Form::text, .read = speak}));
}

}  // namespace mmim

#include <filesystem>

#include "core/error.h"
#include "core/files.h"
#include "fuzz/targets.h"
#include "http/access.h"
#include "http/multipart.h"
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
  handler.admit = [](const HttpRequest& head) -> std::optional<HttpResponse> {
    check_access(head, {.key = ""});
    return {};
  };
  handler.handle = [](const HttpRequest& request, const HttpAnswer& answer) { answer({.body = request.body}); };
  const HttpServer server({.port = 0}, {.head = 4096, .body = 4096, .head_seconds = 0.05, .slowest = 1e6}, handler);
  RawClient client(server.port());
  client.say(read_file(path));
  for (int i = 0; i < 8 && !client.hear().empty();) ++i;
  if (status_of(RawClient(server.port()).ask(plain_request("GET", "/"))) != 200) throw std::logic_error("no answer");
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
  targets.push_back(target_of({.name = "http/requests", .seed = kRequests, .form = Form::text, .read = speak}));
}

}  // namespace mmim

#include <atomic>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <thread>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/demo_model.h"
#include "core/cores.h"
#include "core/error.h"
#include "core/files.h"
#include "core/stop.h"
#include "http/server.h"
#include "serve/service.h"
#include "tensor/device.h"

namespace mmim {

namespace {

struct ServeArguments {
  std::vector<std::string> models;
  HttpAddress address;
  ServiceOptions service;
  HttpLimits limits;
  std::vector<std::string> hosts;
  std::string port_file, key_file, device = "auto";
  double drain = 30, delay_ms = 0;
  int64_t threads = 0;
  bool demo = false, quiet = false;
};

std::atomic<bool> reload_wanted{false};

void reload_on_hangup() {
  struct sigaction action {};
  action.sa_handler = [](int) { reload_wanted = true; };
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, nullptr);
}

/// One line of JSON on standard error.
void log_line(const char* level, Json line) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm utc{};
  gmtime_r(&now.tv_sec, &utc);
  char time[40];
  const size_t length = std::strftime(time, sizeof(time), "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(time + length, sizeof(time) - length, ".%03ldZ", now.tv_nsec / 1000000);
  Json all{{"time", time}, {"level", level}};
  all.update(line);
  std::fprintf(stderr, "%s\n", all.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void log_exchange(const HttpExchange& exchange) {
  log_line(exchange.status < 500 ? "info" : "error", {{"id", exchange.id},
                                                      {"client", exchange.client},
                                                      {"method", exchange.method},
                                                      {"path", exchange.path},
                                                      {"status", exchange.status},
                                                      {"received", exchange.received},
                                                      {"sent", exchange.sent},
                                                      {"seconds", exchange.seconds}});
}

/// The key that requests must bring: of the file, or of the environment, which processes of others cannot read.
std::string read_key(const std::string& file) {
  std::string key;
  if (!file.empty())
    key = read_file(file);
  else if (const char* given = std::getenv("MMIM_API_KEY"))
    key = given;
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  if (!file.empty() && key.empty()) throw UsageError("--api-key-file " + file + ": is empty");
  return key;
}

bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

AccessRules rules_of(const ServeArguments& given) {
  AccessRules rules{.hosts = {given.hosts.begin(), given.hosts.end()},
                    .key = read_key(given.key_file),
                    .open = {"/health", "/ready", "/v2/health/live", "/v2/health/ready"}};
  if (!is_loopback(given.address.host) && rules.key.empty())
    log_line("warning", {{"message", "anybody who reaches " + given.address.host +
                                         " can ask for scores: --api-key-file sets a key"}});
  return rules;
}

int serve(ServeArguments given) {
  std::vector<ModelPlace> places;
  for (const std::string& model : given.models) places.push_back(read_model_place(model));
  std::optional<DemoModel> demo;
  if (given.service.queue.waiting < given.service.request.list)
    throw UsageError("--max-waiting: is below --max-list, so that a full list could never be taken");
  prepare_machine(static_cast<int>(given.threads));
  if (given.service.threads == 0)
    given.service.threads = std::max<int64_t>(1, at::get_num_threads() / given.service.instances);
  given.service.queue.delay = given.delay_ms / 1000;
  given.service.access = rules_of(given);
  stop_on_signals();
  reload_on_hangup();

  if (given.demo) {
    log_line("info", {{"message", "training the demonstration model on SYNTHETIC data"}});
    demo.emplace();
    places.push_back({"demo", demo->folder() / "demo"});
  }
  Service service(given.service, std::move(places), device_of(given.device));
  HttpHandler handler = service.handler();
  if (!given.quiet) handler.done = log_exchange;
  HttpServer server(given.address, given.limits, handler);
  log_line("info", {{"message", "listening, reading models"}, {"host", given.address.host}, {"port", server.port()}});
  service.load();
  demo.reset();  // a kill then leaves nothing behind
  log_line("info", {{"message", "ready"}, {"models", service.shelf().all().size()}});
  if (!given.port_file.empty()) write_file_atomically(given.port_file, std::to_string(server.port()) + "\n");
  while (!stop_requested) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (!reload_wanted.exchange(false)) continue;
    const std::vector<std::string> complaints = service.reload();
    for (const std::string& complaint : complaints) log_line("error", {{"message", complaint}});
    log_line("info", {{"message", "models were read again"}});
  }
  log_line("info", {{"message", "ending: requests that have begun are answered"}});
  service.end();
  if (!server.drain(given.drain)) log_line("warning", {{"message", "some requests were not answered in time"}});
  return 0;
}

}  // namespace

Action serve_command(CLI::App& command) {
  auto given = std::make_shared<ServeArguments>();
  command.add_option("MODEL", given->models, "run folders or model folders, or NAME=FOLDER");
  command.add_flag("--demo", given->demo, "also serve a small model, trained on SYNTHETIC data at start");
  command.add_option("--host", given->address.host, "address to listen at (default: 127.0.0.1, this machine alone)");
  command.add_option("--port", given->address.port, "port to listen at; 0: any that is free (default: 8080)")
      ->check(CLI::Range(0, 65535));
  command.add_option("--port-file", given->port_file, "file that holds the port once requests are answered");
  command
      .add_option("--allowed-hosts", given->hosts, "names under which clients reach this server, beside loopback; *")
      ->delimiter(',');
  command.add_option("--api-key-file", given->key_file,
                     "file with the key that requests must bring (or the environment's MMIM_API_KEY)");
  command.add_option("--instances", given->service.instances, "batches that are computed side by side (default: 1)")
      ->check(CLI::Range(1, 256));
  command
      .add_option("--instance-threads", given->service.threads,
                  "CPU threads of a batch (default: all cores, divided among the instances)")
      ->check(CLI::Range(0, 4096));
  command
      .add_option("--max-batch-tokens", given->service.queue.tokens, "word pieces and rows of a batch (default: 4096)")
      ->check(CLI::Range(1, 1 << 24));
  command
      .add_option("--max-batch-delay", given->delay_ms,
                  "milliseconds that an utterance waits for others to join its batch (default: 0)")
      ->check(CLI::Range(0.0, 10000.0));
  command
      .add_option("--max-waiting", given->service.queue.waiting,
                  "utterances that wait; what comes beyond is refused with 429 (default: 1024)")
      ->check(CLI::Range(1, 1 << 24));
  command.add_option("--max-list", given->service.request.list, "utterances of one request (default: 256)")
      ->check(CLI::Range(1, 1 << 20));
  command
      .add_option("--face-model", given->service.face_model,
                  "MediaPipe's face model, for clips (default: where ./dev face put it)")
      ->type_name("FILE");
  command.add_option("--drain", given->drain, "seconds that requests have to end after SIGTERM (default: 30)")
      ->check(CLI::Range(0.0, 3600.0));
  command.add_option("--device", given->device, "auto (default), cpu, cuda or cuda:N");
  command.add_flag("--quiet", given->quiet, "log no requests");
  return [given, &command] {
    refuse_leftovers(command);
    if (given->models.empty() && !given->demo)
      throw UsageError("which model? `mmim serve runs/mmim-mosi-1111`, or `mmim serve --demo`");
    return serve(*given);
  };
}

}  // namespace mmim

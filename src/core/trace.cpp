#include "core/trace.h"

#include <algorithm>
#include <mutex>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/version.h"

namespace mmim {

namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::duration;

double seconds_of(Time time) { return std::chrono::duration<double>(time).count(); }

/// All spans of one name inside the same outer spans; a thread is a node without parent.
struct Node {
  std::string name;
  size_t parent;
  std::vector<size_t> inner{};
  int64_t count = 0;
  Time total{}, longest{};
};

struct Event {
  size_t node;
  int64_t number;
  Clock::time_point began;
  Time time;
};

double microseconds(Time time) { return std::chrono::duration<double, std::micro>(time).count(); }

Json thread_name(size_t thread, const std::string& name) {
  return {{"ph", "M"}, {"pid", 1}, {"tid", thread}, {"name", "thread_name"}, {"args", {{"name", name}}}};
}

constexpr size_t kNoNode = static_cast<size_t>(-1);

}  // namespace

struct Trace::Recording {
  uint64_t id = 0;
  size_t most_events = 0;
  Clock::time_point began{}, ended{};
  int64_t left_out = 0;
  std::vector<Node> nodes{};  // the first is the thread that began the trace
  std::vector<Event> events{};

  size_t inner_node(size_t parent, std::string_view name) {
    for (const size_t inner : nodes[parent].inner)
      if (nodes[inner].name == name) return inner;
    nodes[parent].inner.push_back(nodes.size());
    nodes.push_back({std::string(name), parent});
    return nodes.size() - 1;
  }

  size_t thread_node(const std::string& name) {
    for (size_t i = 0; i < nodes.size(); ++i)
      if (nodes[i].parent == kNoNode && nodes[i].name == name) return i;
    nodes.push_back({name, kNoNode});
    return nodes.size() - 1;
  }

  size_t thread_of(size_t node) const {
    while (nodes[node].parent != kNoNode) node = nodes[node].parent;
    return node;
  }

  /// Of a span that was still open in the end, what its inner spans took.
  Time total(size_t node) const { return std::max(nodes[node].total, inner_total(node)); }
  Time inner_total(size_t node) const {
    Time sum{};
    for (const size_t inner : nodes[node].inner) sum += total(inner);
    return sum;
  }

  void tell(size_t node, Time time, std::vector<TracedPhase>& phases) const {
    const bool is_thread = nodes[node].parent == kNoNode;
    const std::string& thread = nodes[thread_of(node)].name;
    const std::string within = node == 0 ? "run" : nodes[node].name;
    const double wall = seconds_of(ended - began);
    const auto add = [&](const std::string& name, int64_t count, Time total, Time longest) {
      phases.push_back({within, name, thread, count, seconds_of(total), seconds_of(longest), seconds_of(total) / wall});
    };
    for (const size_t inner : nodes[node].inner)
      if (nodes[inner].inner.empty())
        add(nodes[inner].name, nodes[inner].count, nodes[inner].total, nodes[inner].longest);
    if (!is_thread || node == 0) add("elsewhere", 0, time - inner_total(node), {});
    for (const size_t inner : nodes[node].inner)
      if (!nodes[inner].inner.empty()) tell(inner, total(inner), phases);
  }
};

namespace {

std::mutex guard;  // of `current` and what it records
std::shared_ptr<Trace::Recording> current;
uint64_t traces = 0;

/// Where the calling thread stands in the trace that records.
struct Standing {
  std::string name;
  uint64_t trace = 0;
  size_t node = 0;
};
thread_local Standing standing;

std::string unnamed_thread() {
  static std::atomic<int> count{0};
  return "thread " + std::to_string(++count);
}

}  // namespace

std::atomic<uint64_t> Span::recording{0};

void name_traced_thread(const char* name) { standing.name = name; }

void Span::begin(const char* name, int64_t number) {
  if (standing.name.empty()) standing.name = unnamed_thread();
  const std::lock_guard lock(guard);
  if (!current) return;
  if (standing.trace != current->id) standing = {standing.name, current->id, current->thread_node(standing.name)};
  trace_ = current->id;
  node_ = standing.node = current->inner_node(standing.node, name);
  number_ = number;
  began_ = Clock::now();
}

void Span::end() {
  const Clock::time_point now = Clock::now();
  const std::lock_guard lock(guard);
  if (!current || current->id != trace_) return;
  Node& node = current->nodes[node_];
  const Time time = now - began_;
  ++node.count;
  node.total += time;
  node.longest = std::max(node.longest, time);
  standing.node = node.parent;
  if (current->events.size() < current->most_events)
    current->events.push_back({node_, number_, began_, time});
  else
    ++current->left_out;
}

Trace::Trace(size_t most_events) : recording_(std::make_shared<Recording>()) {
  const std::lock_guard lock(guard);
  if (current) throw Error("a trace is being recorded already");
  recording_->id = ++traces;
  recording_->most_events = most_events;
  recording_->nodes.push_back({"main", kNoNode});
  recording_->began = Clock::now();
  standing = {"main", recording_->id, 0};
  current = recording_;
  Span::recording = recording_->id;
}

Trace::~Trace() { stop(); }

void Trace::stop() {
  const std::lock_guard lock(guard);
  if (current != recording_) return;
  Span::recording = 0;
  current.reset();
  recording_->ended = Clock::now();
}

double Trace::seconds() const { return seconds_of(recording_->ended - recording_->began); }
int64_t Trace::left_out() const { return recording_->left_out; }

std::vector<TracedPhase> Trace::phases() const {
  std::vector<TracedPhase> phases;
  for (size_t node = 0; node < recording_->nodes.size(); ++node)
    if (recording_->nodes[node].parent == kNoNode)
      recording_->tell(node, recording_->ended - recording_->began, phases);
  return phases;
}

void Trace::write_chrome(const std::filesystem::path& file) const {
  const Recording& of = *recording_;
  std::string text = "{\"displayTimeUnit\": \"ms\", \"otherData\": " +
                     Json{{"program", "mmim " + program_version()}, {"left_out", of.left_out}}.dump() +
                     ", \"traceEvents\": [\n" +
                     Json{{"ph", "M"}, {"pid", 1}, {"name", "process_name"}, {"args", {{"name", "mmim"}}}}.dump();
  for (size_t node = 0; node < of.nodes.size(); ++node)
    if (of.nodes[node].parent == kNoNode) text += ",\n" + thread_name(node + 1, of.nodes[node].name).dump();
  AtomicWriter writer(file);
  for (const Event& event : of.events) {
    Json json{{"ph", "X"},
              {"pid", 1},
              {"tid", of.thread_of(event.node) + 1},
              {"name", of.nodes[event.node].name},
              {"ts", microseconds(event.began - of.began)},
              {"dur", microseconds(event.time)}};
    if (event.number >= 0) json["args"] = {{"number", event.number}};
    text += ",\n" + json.dump();
    if (text.size() < 1 << 16) continue;
    writer.write(text);
    text.clear();
  }
  writer.write(text + "\n]}\n");
  writer.commit();
}

}  // namespace mmim

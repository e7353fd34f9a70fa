#include "cli/look/profile.h"

#include "cli/look/text_table.h"
#include "core/files.h"

namespace mmim {

namespace {

std::vector<std::string> cells(const TracedPhase& phase, const std::string& within) {
  const double mean = phase.count > 0 ? phase.seconds / static_cast<double>(phase.count) : 0;
  const auto milliseconds = [&](double seconds) { return phase.count > 0 ? decimal(1e3 * seconds, 3) : ""; };
  return {within,
          phase.name,
          phase.count > 0 ? grouped(phase.count) : "",
          decimal(phase.seconds, 3),
          decimal(100 * phase.share, 2) + " %",
          milliseconds(mean),
          milliseconds(phase.longest)};
}

}  // namespace

std::string profile_table(const Trace& trace) {
  std::vector<std::vector<std::string>> rows{{"within", "phase", "count", "total s", "share", "mean ms", "max ms"}};
  double main = 0;
  std::string within;
  const auto add = [&](const TracedPhase& phase) {
    rows.push_back(cells(phase, phase.within == within ? "" : phase.within));
    within = phase.within;
  };
  const std::vector<TracedPhase> phases = trace.phases();
  for (const TracedPhase& phase : phases)
    if (phase.thread == "main") {
      add(phase);
      main += phase.share;
    }
  rows.push_back({"all", "", "", decimal(trace.seconds(), 3), decimal(100 * main, 2) + " %"});
  for (const TracedPhase& phase : phases)
    if (phase.thread != "main") add(phase);
  std::string text = aligned(rows, "llrrrrr");
  if (phases.back().thread != "main") text += "What stands below `all` other threads did meanwhile.\n";
  if (trace.left_out() > 0)
    text +=
        "profile.json holds the first spans alone; " + grouped(trace.left_out()) + " more are in these sums only.\n";
  return text;
}

void write_profile(const std::filesystem::path& folder, const Trace& trace) {
  trace.write_chrome(folder / "profile.json");
  write_file_atomically(folder / "profile.txt", profile_table(trace));
}

}  // namespace mmim

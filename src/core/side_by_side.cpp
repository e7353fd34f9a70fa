#include "core/side_by_side.h"

#include <chrono>
#include <thread>

#include "core/stop.h"

namespace mmim {

bool SideBySide::run() {
  std::vector<Started> running;
  bool all_begun = false;
  while (true) {
    bool news = false;
    while (!stop_requested && !all_begun && static_cast<int64_t>(running.size()) < jobs) {
      std::optional<Started> next = begin();
      all_begun = !next;
      if (next) running.push_back(std::move(*next));
      news = news || next;
    }
    news = std::erase_if(running,
                         [&](Started& one) {
                           if (stop_requested) one.child->stop();
                           const std::optional<int> code = one.child->ended();
                           if (code) one.child = end(one.number, *code);
                           return !one.child;
                         }) > 0 ||
           news;
    tell(news);
    if (running.empty() && (stop_requested || all_begun)) return !stop_requested;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace mmim

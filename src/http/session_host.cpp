#include "http/session_host.h"

#include "http/session.h"

namespace mmim {

void Mailbox::open(boost::asio::io_context& context) {
  const std::lock_guard lock(mutex_);
  context_ = &context;
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  context_ = nullptr;
}

SessionHost::SessionHost(const HttpLimits& limits, HttpHandler handler)
    : limits(limits),
      handler(std::move(handler)),
      connections(limits.connections, limits.of_one_address),
      budget(std::make_shared<BodyBudget>(limits.bodies)) {}

void SessionHost::recount() {
  const std::lock_guard lock(mutex);
  count = sessions.size();
  changed.notify_all();
}

std::vector<std::shared_ptr<Session>> SessionHost::all() const {
  std::vector<std::shared_ptr<Session>> result;
  for (Session* session : sessions)
    if (auto shared = session->weak_from_this().lock()) result.push_back(std::move(shared));
  return result;
}

void SessionHost::tell(const HttpExchange& exchange) noexcept {
  try {
    if (handler.done) handler.done(exchange);
  } catch (...) {
    report("what was answered could not be noted");
  }
}

void SessionHost::report(const std::string& sentence) noexcept {
  try {
    if (handler.failed) handler.failed(sentence);
  } catch (...) {  // there is nobody else to tell
  }
}

}  // namespace mmim

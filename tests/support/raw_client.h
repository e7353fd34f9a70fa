#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>

namespace mmim {

/// A connection over which a test says exactly what it wants to.
class RawClient {
 public:
  /// `from`: the address that the server sees; `window`: bytes that the system takes while nobody reads, 0 as usual.
  explicit RawClient(int port, const char* from = "127.0.0.1", int window = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (window > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    const sockaddr_in own = address_of(from, 0), other = address_of("127.0.0.1", port);
    connected_ = ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
                 ::connect(socket_, reinterpret_cast<const sockaddr*>(&other), sizeof other) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_), rest_(std::move(other.rest_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() { leave(); }
  bool connected() const { return connected_; }

  void leave() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  /// Leaves with an RST.
  void leave_abruptly() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    leave();
  }
  /// Says that nothing more will be said.
  void fall_silent() { ::shutdown(socket_, SHUT_WR); }

  /// Whether the other side took what was said, as far as is known.
  bool heard() const { return heard_; }

  void say(const std::string& bytes) {
    for (size_t sent = 0; sent < bytes.size();) {
      const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      heard_ = count > 0;
      if (!heard_) return;
      sent += static_cast<size_t>(count);
    }
  }

  /// One answer: head and body; "" when the connection ends before, or nothing comes for ten seconds.
  std::string hear(bool without_body = false) {
    size_t end = 0;
    while ((end = rest_.find("\r\n\r\n")) == std::string::npos)
      if (!more()) return "";
    end += 4;
    const size_t length = rest_.find("Content-Length: ");
    const size_t body =
        without_body || length == std::string::npos || length > end ? 0 : std::stoul(rest_.substr(length + 16));
    while (rest_.size() < end + body)
      if (!more()) return "";
    std::string answer = rest_.substr(0, end + body);
    rest_.erase(0, end + body);
    return answer;
  }

  std::string ask(const std::string& bytes) {
    say(bytes);
    return hear();
  }

  /// Whether the other side ends the connection in order, within `seconds`, without another byte.
  bool ended(double seconds = 10) { return rest_.empty() && next(seconds) == Next::end; }
  /// Whether the other side ends the connection within `seconds`, in order or not, whatever it says before.
  bool ends(double seconds = 10) {
    for (;;) {
      const Next came = next(seconds);
      if (came != Next::bytes) return came != Next::nothing;
    }
  }

 private:
  enum class Next { bytes, end, reset, nothing };

  static sockaddr_in address_of(const char* host, int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    ::inet_pton(AF_INET, host, &address.sin_addr);
    return address;
  }

  Next next(double seconds) {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(seconds * 1000)) <= 0) return Next::nothing;
    char bytes[4096];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count < 0) return Next::reset;
    if (count == 0) return Next::end;
    rest_.append(bytes, static_cast<size_t>(count));
    return Next::bytes;
  }
  bool more() { return next(10) == Next::bytes; }

  int socket_;
  bool connected_ = false, heard_ = true;
  std::string rest_;
};

/// A request without more than it needs.
inline std::string plain_request(const std::string& method, const std::string& target, const std::string& body = "",
                                 const std::string& headers = "") {
  const bool has_body = method == "POST" || !body.empty();
  return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
         (has_body ? "Content-Length: " + std::to_string(body.size()) + "\r\n" : "") + "\r\n" + body;
}

/// The status of an answer; 0 of none.
inline int status_of(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

}  // namespace mmim

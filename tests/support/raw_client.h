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
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_), rest_(std::move(other.rest_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }
  bool connected() const { return connected_; }

  void say(const std::string& bytes) {
    for (size_t sent = 0; sent < bytes.size();) {
      const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return;
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

  /// Whether the other side ends the connection, within ten seconds, without another byte.
  bool ended() { return rest_.empty() && !more(); }

 private:
  bool more() {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, 10000) <= 0) return false;
    char bytes[4096];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    rest_.append(bytes, static_cast<size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
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

#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace mmim {

/// How many connections a server has, in all and of one peer.
class Connections {
 public:
  Connections(int64_t most, int64_t most_of_one) : most_(most), most_of_one_(most_of_one) {}
  /// Counts a connection from an address. "" where it may come in, else why it may not; then it is not counted.
  std::string enter(const std::string& address);
  void leave(const std::string& address);  ///< of one that came in

 private:
  int64_t most_, most_of_one_, all_ = 0;
  std::map<std::string, int64_t> of_peer_{};
};

/// What counts as one peer: an address of IPv4, also where IPv6 wraps it; the first 64 bits of an address of IPv6, of
/// which a household has all; an empty text for what is no address.
std::string peer_of(const std::string& address);

}  // namespace mmim

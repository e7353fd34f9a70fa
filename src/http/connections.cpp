#include "http/connections.h"

#include <boost/asio/ip/address.hpp>

namespace mmim {

std::string peer_of(const std::string& address) {
  namespace ip = boost::asio::ip;
  boost::system::error_code error;
  const ip::address parsed = ip::make_address(address, error);
  if (error) return "";
  if (parsed.is_v4()) return parsed.to_string();
  const ip::address_v6 v6 = parsed.to_v6();
  if (v6.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, v6).to_string();
  ip::address_v6::bytes_type bytes = v6.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return ip::address_v6(bytes).to_string() + "/64";
}

std::string Connections::enter(const std::string& address) {
  if (all_ >= most_) return "too many connections";
  int64_t& of_this = of_peer_[peer_of(address)];
  if (of_this >= most_of_one_) return "too many connections from one address";
  ++of_this;
  ++all_;
  return "";
}

void Connections::leave(const std::string& address) {
  const auto found = of_peer_.find(peer_of(address));
  if (found == of_peer_.end()) return;
  --all_;
  if (--found->second == 0) of_peer_.erase(found);
}

}  // namespace mmim

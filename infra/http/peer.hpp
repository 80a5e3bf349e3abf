#pragma once
#include <span>
#include <string>
#include <string_view>

namespace tasklog::http {

/// Where a request comes from: its connection's other end, or, behind so many proxies that are ours, what the outermost
/// of them has seen. `forwarded`: the lines of X-Forwarded-For in order, which are one list (RFC 9110, 5.3); whoever
/// sends a request can put something before what our proxies add, and nothing behind it.
std::string peer_of(std::string_view connected, std::span<const std::string_view> forwarded, unsigned trusted_proxies);

/// Of an IPv6 address its network of 64 bits, of which a person has all; another address as it is.
std::string network_of(std::string_view address);

}  // namespace tasklog::http

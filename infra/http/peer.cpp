#include "infra/http/peer.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace tasklog::http {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t";
    const std::size_t begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

}  // namespace

std::string peer_of(std::string_view connected, std::span<const std::string_view> forwarded, unsigned trusted_proxies) {
    std::string_view peer = connected;
    for (auto line = forwarded.rbegin(); line != forwarded.rend(); ++line) {
        for (std::string_view left = *line; !trimmed(left).empty() && trusted_proxies > 0; --trusted_proxies) {
            const std::size_t comma = left.rfind(',');
            peer = trimmed(comma == std::string_view::npos ? left : left.substr(comma + 1));
            left = comma == std::string_view::npos ? std::string_view() : left.substr(0, comma);
        }
    }
    return std::string(peer);
}

std::string network_of(std::string_view address) {
    std::string out(address);
    std::array<unsigned char, 16> v6{};
    if (inet_pton(AF_INET6, out.c_str(), v6.data()) != 1) return out;
    std::fill(v6.begin() + 8, v6.end(), 0);
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, v6.data(), text.data(), text.size());
    return text.data();
}

}  // namespace tasklog::http

#include "infra/http/peer.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tasklog::http {
namespace {

std::string peer(std::vector<std::string_view> lines, unsigned trusted) { return peer_of("10.0.0.1", lines, trusted); }

TEST(Peer, is_the_connections_other_end_without_proxies) { EXPECT_EQ(peer({"1.1.1.1"}, 0), "10.0.0.1"); }
TEST(Peer, is_what_the_outermost_trusted_proxy_has_seen) {
    EXPECT_EQ(peer({"9.9.9.9, 1.1.1.1"}, 1), "1.1.1.1");
    EXPECT_EQ(peer({"9.9.9.9, 1.1.1.1 ,10.0.0.2"}, 2), "1.1.1.1");
    EXPECT_EQ(peer({"1.1.1.1"}, 3), "1.1.1.1") << "fewer proxies than are trusted";
    EXPECT_EQ(peer({}, 1), "10.0.0.1");
    EXPECT_EQ(peer({""}, 1), "10.0.0.1");
}
TEST(Peer, is_found_over_all_lines_of_the_header) {
    EXPECT_EQ(peer({"9.9.9.9", "1.1.1.1"}, 1), "1.1.1.1") << "a line of the client's own comes first";
    EXPECT_EQ(peer({"9.9.9.9, 8.8.8.8", "1.1.1.1, 10.0.0.3", "10.0.0.2"}, 3), "1.1.1.1");
}
TEST(Network, of_an_ipv6_address_is_64_bits) {
    EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    EXPECT_EQ(network_of("1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(network_of("no address"), "no address");
}

}  // namespace
}  // namespace tasklog::http

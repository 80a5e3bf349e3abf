#include "infra/webhook/webhook.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/base64.hpp"
#include "infra/crypto/hmac.hpp"
#include "infra/crypto/random.hpp"

namespace tasklog::webhook {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t max_url_bytes = 2'000;

struct Network {
    std::array<std::uint8_t, 4> address;
    unsigned bits;
};
/// IANA's special-purpose registry, RFC 6890.
constexpr std::array special_v4{
    Network{{0, 0, 0, 0}, 8},      Network{{10, 0, 0, 0}, 8},     Network{{100, 64, 0, 0}, 10},
    Network{{127, 0, 0, 0}, 8},    Network{{169, 254, 0, 0}, 16}, Network{{172, 16, 0, 0}, 12},
    Network{{192, 0, 0, 0}, 24},   Network{{192, 0, 2, 0}, 24},   Network{{192, 88, 99, 0}, 24},
    Network{{192, 168, 0, 0}, 16}, Network{{198, 18, 0, 0}, 15},  Network{{198, 51, 100, 0}, 24},
    Network{{203, 0, 113, 0}, 24}, Network{{224, 0, 0, 0}, 4},    Network{{240, 0, 0, 0}, 4}};

std::uint32_t number(const std::uint8_t* bytes) {
    return (static_cast<std::uint32_t>(bytes[0]) << 24) | (static_cast<std::uint32_t>(bytes[1]) << 16) |
           (static_cast<std::uint32_t>(bytes[2]) << 8) | bytes[3];
}

bool is_private_v4(const std::uint8_t* bytes) {
    return std::any_of(special_v4.begin(), special_v4.end(), [&](const Network& each) {
        return (number(bytes) ^ number(each.address.data())) >> (32 - each.bits) == 0;
    });
}

bool begins(const std::uint8_t* bytes, std::initializer_list<std::uint8_t> with) {
    return std::equal(with.begin(), with.end(), bytes);
}

bool is_private_v6(const std::uint8_t* bytes) {
    if (begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return is_private_v4(bytes + 12);  // ::ffff:0:0/96
    if (begins(bytes, {0, 0x64, 0xff, 0x9b})) return true;                                            // 64:ff9b::/32
    if (begins(bytes, {0x20, 0x02})) return is_private_v4(bytes + 2);                                 // 2002::/16
    if (begins(bytes, {0x20, 0x01}) && bytes[2] < 2) return true;                                     // 2001::/23
    if (begins(bytes, {0x20, 0x01, 0x0d, 0xb8})) return true;                                         // 2001:db8::/32
    return (bytes[0] & 0xe0) != 0x20;  // all but 2000::/3, where public addresses are
}

std::string part_of(CURLU* url, CURLUPart part) {
    char* out = nullptr;
    if (curl_url_get(url, part, &out, 0) != CURLUE_OK) return {};
    return curl::Owned<char>(out).get();
}

/// True if the host is an address, however written, that is not public, or names this machine.
bool names_private(std::string host) {
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
    const bool is = is_private(*found->ai_addr);
    freeaddrinfo(found);
    return is;
}

curl_socket_t open_if_public(void* transfer, curlsocktype, curl_sockaddr* address) {
    if (is_private(address->addr)) {
        static_cast<curl::Transfer*>(transfer)->refused = "the host's address is not a public one";
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

bool is_private(const sockaddr& address) {
    if (address.sa_family == AF_INET)
        return is_private_v4(
            reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr));
    if (address.sa_family == AF_INET6)
        return is_private_v6(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr);
    return true;
}

std::string new_secret() { return std::string(secret_prefix) + base64_encode(random_bytes(secret_bytes)); }

std::string signature(const Message& message) {
    const std::string signed_text = message.id + "." + std::to_string(message.timestamp_s) + "." + message.body;
    std::string out;
    for (const std::string& secret : message.secrets) {
        const auto key =
            secret.starts_with(secret_prefix) ? base64_decode(secret.substr(secret_prefix.size())) : std::nullopt;
        if (!key) throw std::invalid_argument("a webhook's secret is whsec_ and base64");
        if (!out.empty()) out += ' ';
        out += "v1," + base64_encode(hmac_sha256(*key, signed_text));
    }
    return out;
}

std::string fault_of_url(const std::string& text, bool private_targets) {
    const curl::Owned<CURLU> url(curl_url());
    if (text.size() > max_url_bytes || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return "must be a URL such as https://example.org/hook";
    const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme != "https" && !(private_targets && scheme == "http")) return "must begin with https://";
    if (!part_of(url.get(), CURLUPART_USER).empty()) return "must have no user name in it";
    if (!private_targets && names_private(part_of(url.get(), CURLUPART_HOST)))
        return "must name a host on the public internet, not a private or local address";
    return {};
}

std::unique_ptr<curl::Transfer> transfer(const Message& message, bool private_targets, std::chrono::seconds patience) {
    auto out = std::make_unique<curl::Transfer>(message.url);
    out->add_header("webhook-id: " + message.id);
    out->add_header("webhook-timestamp: " + std::to_string(message.timestamp_s));
    out->add_header("webhook-signature: " + signature(message));
    out->add_header("User-Agent: Tasklog");
    out->post_json(message.body);
    curl_easy_setopt(out->handle(), CURLOPT_PROTOCOLS_STR, private_targets ? "http,https" : "https");
    curl_easy_setopt(out->handle(), CURLOPT_PROXY, "");
    curl_easy_setopt(out->handle(), CURLOPT_TIMEOUT, static_cast<long>(patience.count()));
    if (!private_targets) {
        curl_easy_setopt(out->handle(), CURLOPT_OPENSOCKETFUNCTION, open_if_public);
        curl_easy_setopt(out->handle(), CURLOPT_OPENSOCKETDATA, out.get());
    }
    return out;
}

}  // namespace tasklog::webhook

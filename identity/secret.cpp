#include "identity/secret.hpp"

#include <sodium.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/base64.hpp"
#include "base/sha256.hpp"
#include "infra/crypto/hmac.hpp"
#include "infra/crypto/random.hpp"

namespace tasklog::identity {
namespace {

/// A key of its own for this purpose.
std::string box_key(const std::string& shared) {
    static_assert(crypto_secretbox_KEYBYTES == 32);
    return hmac_sha256(shared, "signing keys");
}

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string hash_of(std::string_view secret) {
    std::string out;
    for (const char byte : sha256(secret)) {
        std::array<char, 3> hex{};
        std::snprintf(hex.data(), hex.size(), "%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
        out += hex.data();
    }
    return out;
}

std::string seal(const std::map<std::string, std::string>& keys, const std::string& text) {
    if (keys.empty())
        throw std::invalid_argument("no JWT key is configured: set TASKLOG_JWT_KEYS or --jwt-keys to kid:secret");
    const std::string key = box_key(keys.begin()->second);
    const std::string nonce = random_bytes(crypto_secretbox_NONCEBYTES);
    std::string box(text.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(box.data()), bytes_of(text), text.size(), bytes_of(nonce),
                          bytes_of(key));
    return base64_encode(nonce + box);
}

std::optional<std::string> open_sealed(const std::map<std::string, std::string>& keys, const std::string& sealed) {
    const auto bytes = base64_decode(sealed);
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (!bytes || bytes->size() < overhead) return std::nullopt;
    const std::string nonce = bytes->substr(0, crypto_secretbox_NONCEBYTES);
    const std::string box = bytes->substr(crypto_secretbox_NONCEBYTES);
    std::string text(bytes->size() - overhead, '\0');
    for (const auto& [kid, shared] : keys) {
        const std::string key = box_key(shared);
        if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(text.data()), bytes_of(box), box.size(),
                                       bytes_of(nonce), bytes_of(key)) == 0)
            return text;
    }
    return std::nullopt;
}

}  // namespace tasklog::identity

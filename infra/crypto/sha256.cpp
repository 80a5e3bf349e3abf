#include "infra/crypto/sha256.hpp"

#include <openssl/sha.h>

#include <array>

namespace tasklog {

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace tasklog

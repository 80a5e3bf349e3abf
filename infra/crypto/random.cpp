#include "infra/crypto/random.hpp"

#include <openssl/rand.h>

#include <stdexcept>

#include "base/base64.hpp"

namespace tasklog {

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error("no random bytes");
    return out;
}

std::string random_token() { return base64url_encode(random_bytes(32)); }

}  // namespace tasklog

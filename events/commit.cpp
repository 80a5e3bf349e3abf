#include "events/commit.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace tasklog {

std::string sha256_hex(std::string_view bytes) {
    // Fetching the algorithm costs more than hashing a commit: do it once a thread.
    struct Free {
        void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
        void operator()(EVP_MD* p) const { EVP_MD_free(p); }
    };
    thread_local const std::unique_ptr<EVP_MD, Free> algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest, &size) != 1)
        throw std::runtime_error("SHA-256 failed");
    static constexpr char hex[] = "0123456789abcdef";
    std::string out(2 * size, '0');
    for (unsigned i = 0; i < size; ++i) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    return out;
}

const std::string& CommitHash::text() const {
    if (!value_.empty()) {
        hash_ = sha256_hex(value_);
        std::string().swap(value_);
    }
    return hash_;
}

}  // namespace tasklog

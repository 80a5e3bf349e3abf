#include "identity/keys/signing_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/base64.hpp"
#include "base/json_read.hpp"
#include "base/sha256.hpp"

namespace tasklog::identity {
namespace {

struct Free {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(BIGNUM* p) const { BN_free(p); }
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr std::size_t coordinate_bytes = 32;
constexpr int min_rsa_bits = 2048;

std::string text_of(BIO* bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

std::string public_pem(EVP_PKEY* key) {
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PUBKEY(out.get(), key);
    return text_of(out.get());
}

/// From its parameters; null if they make no key.
Owned<EVP_PKEY> key_of(const char* kind, OSSL_PARAM_BLD* builder) {
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    Owned<EVP_PKEY> out(key);
    const Owned<EVP_PKEY_CTX> check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    if (EVP_PKEY_public_check(check.get()) != 1) return nullptr;  // a point that is not on the curve
    return out;
}

Owned<EVP_PKEY> p256_key(std::string_view x, std::string_view y) {
    if (x.size() != coordinate_bytes || y.size() != coordinate_bytes) return nullptr;
    const std::string point = std::string(1, '\x04').append(x).append(y);
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return key_of("EC", builder.get());
}

Owned<EVP_PKEY> rsa_key(std::string_view n, std::string_view e) {
    const auto number = [](std::string_view bytes) {
        return Owned<BIGNUM>(
            BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
    };
    const Owned<BIGNUM> modulus = number(n);
    const Owned<BIGNUM> exponent = number(e);
    if (BN_num_bits(modulus.get()) < min_rsa_bits) return nullptr;
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return key_of("RSA", builder.get());
}

/// A member that is base64url text, decoded.
std::string bytes_of(const json::Value& jwk, const char* name) {
    return base64url_decode(json::text_member(jwk, name)).value_or("");
}

std::optional<PublicKey> key_of(const json::Value& jwk) {
    const std::string use = json::text_member(jwk, "use");
    const std::string algorithm = json::text_member(jwk, "alg");
    if (!use.empty() && use != "sig") return std::nullopt;
    const bool p256 = json::text_member(jwk, "kty") == "EC" && json::text_member(jwk, "crv") == "P-256";
    const bool rsa = json::text_member(jwk, "kty") == "RSA";
    const char* known = p256 ? "ES256" : "RS256";
    if ((!p256 && !rsa) || (!algorithm.empty() && algorithm != known)) return std::nullopt;
    const auto key =
        p256 ? p256_key(bytes_of(jwk, "x"), bytes_of(jwk, "y")) : rsa_key(bytes_of(jwk, "n"), bytes_of(jwk, "e"));
    if (!key) return std::nullopt;
    return PublicKey{known, public_pem(key.get())};
}

}  // namespace

SigningKey new_signing_key() {
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    std::array<unsigned char, 1 + 2 * coordinate_bytes> point{};
    std::size_t size = 0;
    if (!key ||
        EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) != 1 ||
        size != point.size())
        throw std::runtime_error("OpenSSL makes no P-256 key");
    const std::string_view bytes(reinterpret_cast<const char*>(point.data()), point.size());
    const std::string x = base64url_encode(bytes.substr(1, coordinate_bytes));
    const std::string y = base64url_encode(bytes.substr(1 + coordinate_bytes));
    const std::string members = R"("crv":"P-256","kty":"EC","x":")" + x + R"(","y":")" + y + '"';
    const std::string kid = base64url_encode(sha256("{" + members + "}"));
    const Owned<BIO> pem(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {.kid = kid,
            .private_pem = text_of(pem.get()),
            .public_jwk = "{" + members + R"(,"alg":"ES256","use":"sig","kid":")" + kid + "\"}"};
}

std::expected<std::map<std::string, PublicKey>, std::string> parse_jwks(std::string_view text) {
    simdjson::dom::array keys;
    const auto document = json::parse(text);
    if (!document || document->at_key("keys").get(keys)) return std::unexpected("it is no JWK set");
    std::map<std::string, PublicKey> out;
    for (const json::Value& jwk : keys) {
        if (!jwk.is_object()) continue;
        const std::string kid = json::text_member(jwk, "kid");
        auto key = key_of(jwk);
        if (key) out.insert_or_assign(kid, std::move(*key));
    }
    return out;
}

}  // namespace tasklog::identity

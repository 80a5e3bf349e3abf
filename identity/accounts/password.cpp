#include "identity/accounts/password.hpp"

#include "identity/limits.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <string_view>

namespace tasklog::identity::password {
namespace {

constexpr unsigned long long passes = crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE;
constexpr std::size_t memory_bytes = crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE;

void start() {
    static const int started = sodium_init();
    if (started < 0) throw std::runtime_error("libsodium does not start");
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

std::string fault_of(const std::string& password, const std::string& mail) {
    if (password.size() < min_password_bytes) return "must have 10 characters at least";
    if (password.size() > max_password_bytes) return "must have 1,000 bytes at most";
    if (lower(password) == lower(mail)) return "must not be the mail address";
    if (std::all_of(password.begin(), password.end(), [&](char c) { return c == password[0]; }))
        return "must not be one character again and again";
    return {};
}

std::string hash(const std::string& password) {
    start();
    std::array<char, crypto_pwhash_argon2id_STRBYTES> out{};
    if (crypto_pwhash_argon2id_str(out.data(), password.data(), password.size(), passes, memory_bytes) != 0)
        throw std::runtime_error("there is no memory to hash a password with");
    return out.data();
}

bool verify(const std::string& known, const std::string& password) {
    static const std::string nobodys = hash("");
    start();
    const std::string& against = known.empty() ? nobodys : known;
    const bool same = crypto_pwhash_argon2id_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return same && !known.empty();
}

bool is_dated(const std::string& known) {
    start();
    return crypto_pwhash_argon2id_str_needs_rehash(known.c_str(), passes, memory_bytes) != 0;
}

}  // namespace tasklog::identity::password

#include "infra/uuid.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "base/uuid_text.hpp"

namespace tasklog {
namespace {

using Bytes = UuidBytes;

// The namespace of all our names: chosen once at random, never to be changed.
constexpr Bytes own_namespace{0x3d, 0x0c, 0x9e, 0x51, 0x6f, 0x1a, 0x4b, 0x7e,
                              0x9a, 0x42, 0x5d, 0x77, 0xe0, 0x8b, 0x13, 0xc6};

void set_version(Bytes& bytes, unsigned version) {
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | (version << 4));
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
}

// A pool of random bytes a thread: one call to the generator serves many ids.
void fill_random(std::uint8_t* out, std::size_t size) {
    thread_local std::array<std::uint8_t, 4096> pool;
    thread_local std::size_t used = pool.size();
    if (used + size > pool.size()) {
        if (RAND_bytes(pool.data(), static_cast<int>(pool.size())) != 1) throw std::runtime_error("no random bytes");
        used = 0;
    }
    std::memcpy(out, pool.data() + used, size);
    used += size;
}

}  // namespace

std::string uuid_v7() { return uuid_text(uuid_v7_bytes()); }

std::array<std::uint8_t, 16> uuid_v7_bytes() {
    using namespace std::chrono;
    // 48 bits of milliseconds and, in the 12 bits after them, the fraction of a millisecond (RFC 9562 §6.2, method 3).
    thread_local std::uint64_t last = 0;
    const auto ns =
        static_cast<std::uint64_t>(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
    std::uint64_t stamp = (ns / 1'000'000) << 12 | ((ns % 1'000'000) * 4096 / 1'000'000);
    if (stamp <= last) stamp = last + 1;
    last = stamp;
    Bytes bytes;
    const std::uint64_t ms = stamp >> 12;
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    bytes[6] = static_cast<std::uint8_t>((stamp >> 8) & 0x0f);
    bytes[7] = static_cast<std::uint8_t>(stamp);
    fill_random(bytes.data() + 8, 8);
    set_version(bytes, 7);
    return bytes;
}

namespace {

std::string uuid_of(std::string_view name, std::uint8_t version) {
    std::string input(reinterpret_cast<const char*>(own_namespace.data()), own_namespace.size());
    input += name;
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    if (EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("SHA-1 failed");
    Bytes bytes;
    std::memcpy(bytes.data(), digest.data(), bytes.size());
    set_version(bytes, version);
    return uuid_text(bytes);
}

}  // namespace

std::string uuid_v5(std::string_view name) { return uuid_of(name, 5); }
std::string uuid_v8(std::string_view name) { return uuid_of(name, 8); }

bool is_uuid(std::string_view text) {
    Bytes bytes;
    return parse_uuid(text, bytes);
}

}  // namespace tasklog

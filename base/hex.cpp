#include "base/hex.hpp"

#include <sodium/utils.h>

namespace tasklog {

std::string hex_encode(std::string_view bytes) {
    std::string out(2 * bytes.size() + 1, '\0');  // it ends what it writes with a zero
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    out.pop_back();
    return out;
}

std::optional<std::string> hex_decode(std::string_view text) {
    std::string out(text.size() / 2, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (text.size() % 2 != 0 ||
        sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                       &size, &end) != 0 ||
        size != out.size() || end != text.data() + text.size())
        return std::nullopt;
    return out;
}

}  // namespace tasklog

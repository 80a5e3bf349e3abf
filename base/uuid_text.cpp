#include "base/uuid_text.hpp"

namespace tasklog {
namespace {

/// What a hexadecimal digit stands for; 0xff for other characters. Each commit that is read has half a dozen ids.
constexpr std::array<std::uint8_t, 256> hex_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(0xff);
    for (std::uint8_t i = 0; i < 10; ++i) values['0' + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i) values['a' + i] = values['A' + i] = static_cast<std::uint8_t>(10 + i);
    return values;
}();
std::uint8_t hex_value(char c) { return hex_values[static_cast<unsigned char>(c)]; }

bool dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

bool parse_uuid(std::string_view text, UuidBytes& bytes) {
    if (text.size() != 36) return false;
    if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
    std::uint8_t wrong = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (dash_before(i)) ++at;
        const std::uint8_t high = hex_value(text[at++]);
        const std::uint8_t low = hex_value(text[at++]);
        wrong |= high | low;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return (wrong & 0xf0) == 0;
}

std::array<char, 36> uuid_chars(const UuidBytes& bytes) {
    static constexpr char hex[] = "0123456789abcdef";
    std::array<char, 36> out{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (dash_before(i)) out[at++] = '-';
        out[at++] = hex[bytes[i] >> 4];
        out[at++] = hex[bytes[i] & 15];
    }
    return out;
}

}  // namespace tasklog

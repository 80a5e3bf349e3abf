#include "infra/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tasklog::text {
namespace {

/// The scalar value that `utf8` begins with; removes it. Good UTF-8 is taken for granted: what is not gives no harm.
char32_t take(std::string_view& utf8) {
    const auto byte = static_cast<unsigned char>(utf8.front());
    const std::size_t size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    char32_t value = size == 1 ? byte : byte & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size && i < utf8.size(); ++i)
        value = value << 6 | (static_cast<unsigned char>(utf8[i]) & 0x3fU);
    utf8.remove_prefix(std::min(size, utf8.size()));
    return value;
}

/// From and to, in order: White_Space, Default_Ignorable_Code_Point and the two blanks that are letters (Unicode 15).
constexpr std::array<std::pair<char32_t, char32_t>, 23> unseen{
    {{0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},       {0xad, 0xad},      {0x34f, 0x34f},
     {0x61c, 0x61c},   {0x115f, 0x1160}, {0x1680, 0x1680}, {0x17b4, 0x17b5},   {0x180b, 0x180f},  {0x2000, 0x200f},
     {0x2028, 0x202f}, {0x205f, 0x206f}, {0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},  {0xfe00, 0xfe0f},
     {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0x1bca0, 0x1bca3}, {0xe0000, 0xe0fff}}};

bool is_unseen(char32_t c) {
    return std::any_of(unseen.begin(), unseen.end(),
                       [c](const auto& range) { return c >= range.first && c <= range.second; });
}

}  // namespace

std::size_t chars(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string cut(std::string_view utf8, std::size_t most) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < utf8.size(); ++end) {
        const bool begins = (static_cast<std::uint8_t>(utf8[end]) & 0xc0) != 0x80;
        if (begins && count++ == most) break;
    }
    return std::string(utf8.substr(0, end));
}

std::string upper_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

bool has_control(std::string_view utf8) {
    while (true) {
        // Most texts are all of this.
        while (!utf8.empty() && utf8.front() >= 0x20 && utf8.front() < 0x7f) utf8.remove_prefix(1);
        if (utf8.empty()) return false;
        const char32_t c = take(utf8);
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return true;
        if ((c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) return true;
        if ((c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef)) return true;
    }
}

bool is_color(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

bool has_lines(std::string_view utf8) { return utf8.find_first_of("\n\r\t") != std::string_view::npos; }

bool is_blank(std::string_view utf8) {
    while (!utf8.empty())
        if (!is_unseen(take(utf8))) return false;
    return true;
}

}  // namespace tasklog::text

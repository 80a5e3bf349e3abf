#include "app/import_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr char32_t replacement = 0xfffd;

void append(std::string& out, char32_t c) {
    const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f));
    }
}

/// `low_first`: little-endian.
std::string from_utf16(std::string_view bytes, bool low_first) {
    std::string out;
    char32_t high = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto a = static_cast<std::uint8_t>(bytes[i]);
        const auto b = static_cast<std::uint8_t>(bytes[i + 1]);
        const char32_t unit = low_first ? b << 8 | a : a << 8 | b;
        const bool is_low = unit >= 0xdc00 && unit < 0xe000;
        const char32_t before = std::exchange(high, unit >= 0xd800 && unit < 0xdc00 ? unit : 0);
        if (before != 0 && is_low) {
            append(out, 0x10000 + ((before - 0xd800) << 10) + (unit - 0xdc00));
            continue;
        }
        if (before != 0) append(out, replacement);
        if (high == 0) append(out, is_low ? replacement : unit);
    }
    if (high != 0) append(out, replacement);
    return out;
}

std::string from_windows_1252(std::string_view bytes) {
    constexpr std::array<char16_t, 32> special{0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                               0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
                                               0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                               0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        append(out, byte >= 0x80 && byte < 0xa0 ? special[byte - 0x80] : byte);
    }
    return out;
}

std::string line_utf8(std::string bytes) {
    return simdjson::validate_utf8(bytes) ? std::move(bytes) : from_windows_1252(bytes);
}

std::vector<TextLine> raw_lines(std::string_view text) {
    std::vector<TextLine> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        out.push_back({out.size() + 1, std::string(text.substr(0, end))});
        const bool both = text.substr(end).starts_with("\r\n");
        text.remove_prefix(std::min(text.size(), end + (both ? 2 : 1)));
    }
    return out;
}

bool is_quoted_printable(std::string_view line) {
    const std::string name = text::upper_case(line.substr(0, line.find(':')));
    return name.find("QUOTED-PRINTABLE") != std::string::npos;
}

/// A quoted-printable value (RFC 2045 §6.7) as an escaped text, its name without what says so.
std::string as_text(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::string(line);
    std::string decoded;
    for (std::size_t i = colon + 1; i < line.size(); ++i) {
        const int high = i + 2 < line.size() ? text::hex_digit(line[i + 1]) : -1;
        const int low = i + 2 < line.size() ? text::hex_digit(line[i + 2]) : -1;
        if (line[i] == '=' && high >= 0 && low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += line[i];
        }
    }
    std::string out(line.substr(0, std::min(colon, line.find(';'))));
    out += ':';
    for (const char c : line_utf8(std::move(decoded))) {
        if (c == '\r') continue;
        if (c == ',' || c == ';' || c == '\\') out += '\\';
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return out;
}

}  // namespace

std::string utf8_of(std::string_view file) {
    if (file.starts_with("\xef\xbb\xbf")) return std::string(file.substr(3));
    if (file.starts_with("\xff\xfe")) return from_utf16(file.substr(2), true);
    if (file.starts_with("\xfe\xff")) return from_utf16(file.substr(2), false);
    return std::string(file);
}

std::vector<TextLine> lines_of(std::string_view file) {
    auto lines = raw_lines(utf8_of(file));
    for (TextLine& each : lines) each.text = line_utf8(std::move(each.text));
    return lines;
}

std::vector<TextLine> content_lines_of(std::string_view file) {
    std::vector<TextLine> out;
    for (TextLine& line : raw_lines(utf8_of(file))) {
        const bool soft_break = !out.empty() && out.back().text.ends_with('=') && is_quoted_printable(out.back().text);
        if (soft_break) {
            out.back().text.pop_back();
            out.back().text += line.text;
        } else if (!out.empty() && (line.text.starts_with(' ') || line.text.starts_with('\t'))) {
            out.back().text += line.text.substr(1);
        } else if (line.text.find_first_not_of(" \t") != std::string::npos) {
            out.push_back(std::move(line));
        }
    }
    for (TextLine& each : out)
        each.text = is_quoted_printable(each.text) ? as_text(each.text) : line_utf8(std::move(each.text));
    return out;
}

}  // namespace tasklog::app

#include "app/import/formats/lines.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/hex.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr std::size_t chunk_bytes = 64UL * 1024;
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

/// Without the beginning of a character that a cut has left at the end.
void end_with_a_character(std::string& text) {
    std::size_t last = text.size();
    while (last > 0 && text.size() - last < 3 && (static_cast<std::uint8_t>(text[last - 1]) & 0xc0) == 0x80) --last;
    if (last > 0 && static_cast<std::uint8_t>(text[last - 1]) >= 0xc0) text.resize(last - 1);
}

std::string line_utf8(std::string bytes) {
    return simdjson::validate_utf8(bytes) ? std::move(bytes) : from_windows_1252(bytes);
}

bool is_quoted_printable(std::string_view line) {
    const std::string name = text::upper_case(line.substr(0, line.find(':')));
    return name.find("QUOTED-PRINTABLE") != std::string::npos;
}

/// A quoted-printable value (RFC 2045 §6.7) as an escaped text, its name without what says so.
std::string as_text(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return line_utf8(std::string(line));
    std::string decoded;
    for (std::size_t i = colon + 1; i < line.size(); ++i) {
        const auto byte = line[i] == '=' ? hex_decode(line.substr(i + 1, 2)) : std::nullopt;
        if (byte && byte->size() == 1) {
            decoded += *byte;
            i += 2;
        } else {
            decoded += line[i];
        }
    }
    std::string out = line_utf8(std::string(line.substr(0, std::min(colon, line.find(';')))));
    out += ':';
    for (const char c : line_utf8(std::move(decoded))) {
        if (c == '\r') continue;
        if (c == ',' || c == ';' || c == '\\') out += '\\';
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return out;
}

/// As much of `more` as a line may have.
void append_bounded(TextLine& line, std::string_view more) {
    const std::size_t room = max_line_bytes - std::min(max_line_bytes, line.text.size());
    if (more.size() > room) line.is_cut = true;
    line.text.append(more.substr(0, room));
}

}  // namespace

RawLines::RawLines(std::unique_ptr<std::istream> file) : file_(std::move(file)) {}

void RawLines::append_utf16(std::string_view bytes) {
    std::string all = std::exchange(half_, {});
    all.append(bytes);
    if (all.size() % 2 != 0) half_ = all.back();
    for (std::size_t i = 0; i + 1 < all.size(); i += 2) {
        const auto a = static_cast<std::uint8_t>(all[i]);
        const auto b = static_cast<std::uint8_t>(all[i + 1]);
        const char32_t unit = encoding_ == Encoding::utf16_little ? b << 8 | a : a << 8 | b;
        const bool is_low = unit >= 0xdc00 && unit < 0xe000;
        const char32_t before = std::exchange(high_, unit >= 0xd800 && unit < 0xdc00 ? unit : 0);
        if (before != 0 && is_low) {
            append(buffer_, 0x10000 + ((before - 0xd800) << 10) + (unit - 0xdc00));
            continue;
        }
        if (before != 0) append(buffer_, replacement);
        if (high_ == 0) append(buffer_, is_low ? replacement : unit);
    }
}

bool RawLines::read_more() {
    std::array<char, chunk_bytes> chunk;
    file_->read(chunk.data(), chunk.size());
    std::string_view bytes(chunk.data(), static_cast<std::size_t>(file_->gcount()));
    if (bytes.empty()) {
        if (high_ != 0) append(buffer_, replacement), high_ = 0;
        return false;
    }
    if (!std::exchange(begun_, true)) {
        const auto is = [&](std::string_view mark) { return bytes.starts_with(mark); };
        encoding_ = is("\xff\xfe") ? Encoding::utf16_little : is("\xfe\xff") ? Encoding::utf16_big : Encoding::bytes;
        bytes.remove_prefix(is("\xef\xbb\xbf") ? 3 : encoding_ == Encoding::bytes ? 0 : 2);
    }
    buffer_.erase(0, std::exchange(at_, 0));
    if (encoding_ == Encoding::bytes) {
        buffer_.append(bytes);
    } else {
        append_utf16(bytes);
    }
    return true;
}

std::optional<TextLine> RawLines::next() {
    TextLine line{.number = ++number_};
    for (;;) {
        const std::size_t end = buffer_.find_first_of("\r\n", at_);
        // Whether a CR is followed by an LF is seen once there is more, or no more to come.
        if (end != std::string::npos && (buffer_[end] == '\n' || end + 1 < buffer_.size())) {
            append_bounded(line, std::string_view(buffer_).substr(at_, end - at_));
            at_ = end + (std::string_view(buffer_).substr(end).starts_with("\r\n") ? 2 : 1);
            return line;
        }
        if (end == std::string::npos) append_bounded(line, std::string_view(buffer_).substr(at_)), at_ = buffer_.size();
        if (read_more()) continue;
        const std::string_view rest = std::string_view(buffer_).substr(at_);
        const std::size_t stop = std::min(rest.find('\r'), rest.size());
        const bool has_end = stop < rest.size();
        append_bounded(line, rest.substr(0, stop));
        at_ += stop + (has_end ? 1 : 0);
        return line.text.empty() && !has_end ? std::nullopt : std::optional(std::move(line));
    }
}

std::optional<TextLine> Lines::next() {
    auto line = raw_.next();
    if (!line) return line;
    if (line->is_cut) end_with_a_character(line->text);
    line->text = line_utf8(std::move(line->text));
    return line;
}

std::optional<TextLine> ContentLines::next() {
    std::optional<TextLine> line = std::exchange(ahead_, std::nullopt);
    while (auto more = raw_.next()) {
        const bool soft_break = line && line->text.ends_with('=') && is_quoted_printable(line->text);
        if (soft_break) {
            line->text.pop_back();
            append_bounded(*line, more->text);
        } else if (line && (more->text.starts_with(' ') || more->text.starts_with('\t'))) {
            append_bounded(*line, std::string_view(more->text).substr(1));
        } else if (more->text.find_first_not_of(" \t") != std::string::npos) {
            if (!line) {
                line = std::move(more);
                continue;
            }
            ahead_ = std::move(more);
            break;
        }
    }
    if (!line) return line;
    if (line->is_cut) end_with_a_character(line->text);
    line->text = is_quoted_printable(line->text) ? as_text(line->text) : line_utf8(std::move(line->text));
    return line;
}

}  // namespace tasklog::app

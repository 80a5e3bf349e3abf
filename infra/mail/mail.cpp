#include "infra/mail/mail.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/base64.hpp"

namespace tasklog::mail {
namespace {

constexpr std::size_t max_address_chars = 254;
constexpr std::size_t max_local_chars = 64;
/// An encoded word has 75 characters at most, twelve of them around the base64 of these.
constexpr std::size_t max_word_bytes = 45;

bool is_atext(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atext(c); });
}

bool is_domain(std::string_view text) {
    return is_dot_atom(text) && text.find('.') != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return c == '.' || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9');
           });
}

/// Lines of a mail end in CR and LF (RFC 5322 §2.3), whatever they ended in before.
std::string with_crlf(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 64);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool alone = text[i] == '\n' && (i == 0 || text[i - 1] != '\r');
        const bool half = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
        if (alone || half) {
            out += "\r\n";
        } else {
            out += text[i];
        }
    }
    return out;
}

void add_part(curl_mime* parts, const char* type, const std::string& given) {
    const std::string text = with_crlf(given);
    curl_mimepart* part = curl_mime_addpart(parts);
    curl_mime_data(part, text.data(), text.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

long use_ssl(Tls tls) {
    switch (tls) {
        case Tls::off:
            return CURLUSESSL_NONE;
        case Tls::starttls_if_offered:
            return CURLUSESSL_TRY;
        case Tls::required:
            return CURLUSESSL_ALL;
    }
    return CURLUSESSL_ALL;
}

}  // namespace

std::string fault_of_address(const std::string& address) {
    const std::size_t at = address.rfind('@');
    const bool fits = at != std::string::npos && address.size() <= max_address_chars && at <= max_local_chars &&
                      is_dot_atom(std::string_view(address).substr(0, at)) &&
                      is_domain(std::string_view(address).substr(at + 1));
    return fits ? std::string() : "must be a mail address such as ada@example.org";
}

std::string header_text(const std::string& utf8) {
    const bool plain = std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (plain && utf8.find("=?") == std::string::npos) return utf8;
    std::string out;
    for (std::size_t from = 0; from < utf8.size();) {
        std::size_t to = std::min(utf8.size(), from + max_word_bytes);
        while (to < utf8.size() && to > from + 1 && (utf8[to] & 0xc0) == 0x80) --to;  // not within a character
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64_encode(std::string_view(utf8).substr(from, to - from)) + "?=";
        from = to;
    }
    return out;
}

std::string date_text(std::int64_t unix_s) {
    const std::chrono::sys_seconds at{std::chrono::seconds(unix_s)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                  days.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                  months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return out.data();
}

std::unique_ptr<curl::Transfer> transfer(const Server& server, const Message& message) {
    auto out = std::make_unique<curl::Transfer>(server.url);
    curl_easy_setopt(out->handle(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(out->handle(), CURLOPT_USE_SSL, use_ssl(server.tls));
    if (!server.ca_file.empty()) curl_easy_setopt(out->handle(), CURLOPT_CAINFO, server.ca_file.c_str());
    if (!server.user.empty()) {
        curl_easy_setopt(out->handle(), CURLOPT_USERNAME, server.user.c_str());
        curl_easy_setopt(out->handle(), CURLOPT_PASSWORD, server.password.c_str());
    }
    curl_easy_setopt(out->handle(), CURLOPT_MAIL_FROM, server.from.c_str());
    out->add_recipient(message.to);
    out->add_header("From: Tasklog <" + server.from + ">");
    out->add_header("To: <" + message.to + ">");
    out->add_header("Subject: " + header_text(message.subject));
    out->add_header("Date: " + message.date);
    out->add_header("Message-ID: <" + message.id + ">");
    out->add_header("Auto-Submitted: auto-generated");
    for (const std::string& header : message.headers) out->add_header(header);
    curl_mime* both = curl_mime_init(out->handle());
    add_part(both, "text/plain; charset=utf-8", message.text);
    add_part(both, "text/html; charset=utf-8", message.html);
    curl_mimepart* alternatives = curl_mime_addpart(out->mime());
    curl_mime_subparts(alternatives, both);
    curl_mime_type(alternatives, "multipart/alternative");
    return out;
}

}  // namespace tasklog::mail

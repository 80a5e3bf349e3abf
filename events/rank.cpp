#include "events/rank.hpp"

#include <cstdint>

namespace tasklog::rank {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr int base = 62;
constexpr std::size_t append_digits = 8;
constexpr std::uint64_t append_step = 62ULL * 62 * 62;

int value(char c) { return static_cast<int>(digits.find(c)); }

}  // namespace

bool valid(std::string_view rank) {
    return !rank.empty() && rank.size() <= max_length && rank.back() != '0' &&
           rank.find_first_not_of(digits) == std::string_view::npos;
}

std::string between(std::string_view low, std::string_view high) {
    std::string out;
    bool bounded = !high.empty();
    for (std::size_t i = 0;; ++i) {
        const int l = i < low.size() ? value(low[i]) : 0;
        const int h = bounded && i < high.size() ? value(high[i]) : base;
        if (h - l > 1) {
            out += digits[static_cast<std::size_t>((l + h) / 2)];
            return out;
        }
        out += digits[static_cast<std::size_t>(l)];
        if (h != l) bounded = false;  // already below `high`: only `low` binds from here
    }
}

std::string after(std::string_view low) {
    if (low.empty()) return "V";
    std::uint64_t number = 0;
    std::uint64_t limit = 1;
    for (std::size_t i = 0; i < append_digits; ++i) {
        number = number * base + static_cast<std::uint64_t>(i < low.size() ? value(low[i]) : 0);
        limit *= base;
    }
    number += append_step;
    if (number >= limit) return between(low, {});
    std::string out(append_digits, '0');
    for (std::size_t i = append_digits; i-- > 0; number /= base) out[i] = digits[number % base];
    while (out.back() == '0') out.pop_back();
    return out;
}

}  // namespace tasklog::rank

#include "events/value/rank.hpp"

#include <cstdint>

namespace tasklog::rank {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr int base = 62;
constexpr std::size_t step_digits = 8;           ///< what after() and before() count with
constexpr std::uint64_t step = 62ULL * 62 * 62;  ///< of those
constexpr std::uint64_t heads = 62ULL * 62 * 62 * 62 * 62 * 62 * 62 * 62;

int value(char c) { return static_cast<int>(digits.find(c)); }

}  // namespace

bool valid(std::string_view rank) {
    return !rank.empty() && rank.size() <= max_given && rank.back() != '0' &&
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

namespace {

std::uint64_t head_of(std::string_view rank) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < step_digits; ++i)
        number = number * base + static_cast<std::uint64_t>(i < rank.size() ? value(rank[i]) : 0);
    return number;
}
std::string head(std::uint64_t number, std::size_t width) {
    std::string out(width, '0');
    for (std::size_t i = width; i-- > 0; number /= base) out[i] = digits[number % base];
    return out;
}
std::string trimmed(std::string rank) {
    while (!rank.empty() && rank.back() == '0') rank.pop_back();
    return rank;
}
std::string_view tail_of(std::string_view rank) { return rank.size() <= step_digits ? "" : rank.substr(step_digits); }

}  // namespace

std::string after(std::string_view low) {
    if (low.empty()) return "V";
    const std::uint64_t number = head_of(low);
    if (number + step < heads) return trimmed(head(number + step, step_digits));
    if (number + 1 < heads) return trimmed(head(number + 1, step_digits));
    return head(number, step_digits) + after(tail_of(low));
}

std::string before(std::string_view high) {
    if (high.empty()) return "V";
    const std::uint64_t number = head_of(high);
    if (number > step) return trimmed(head(number - step, step_digits));
    if (number > 1) return trimmed(head(number - 1, step_digits));
    // Nothing but noughts, or one above them: among what begins with the noughts there is room again.
    return head(0, step_digits) + (number == 0 ? before(tail_of(high)) : "V");
}

std::vector<std::string> spread(std::string_view prefix, std::size_t count) {
    std::size_t width = 1;
    std::uint64_t room = base;
    for (; room < 4 * (count + 1); room *= base) ++width;
    std::vector<std::string> out;
    out.reserve(count);
    for (std::size_t i = 1; i <= count; ++i)
        out.push_back(trimmed(std::string(prefix) + head(room * i / (count + 1), width)));
    return out;
}

}  // namespace tasklog::rank

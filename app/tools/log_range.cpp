#include "app/tools/log_range.hpp"

#include <algorithm>
#include <charconv>

#include "app/command_line.hpp"

namespace tasklog::app {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || out < 0) return std::nullopt;
    return out;
}

}  // namespace

std::optional<std::int64_t> Place::in(int partition) const {
    const auto at_position = positions.find(partition);
    return at_position == positions.end() ? offset : std::optional(at_position->second);
}

Place parse_place(const std::string& option, const std::vector<std::string>& words) {
    Place out;
    for (const std::string& word : words) {
        const std::size_t colon = word.find(':');
        const auto first = number(word.substr(0, colon));
        const auto second = colon == std::string::npos ? std::nullopt : number(word.substr(colon + 1));
        if (const auto instant = Instant::parse(word)) {
            out.at = instant;
        } else if (first && colon == std::string::npos) {
            out.offset = first;
        } else if (first && second) {
            out.positions[static_cast<int>(*first)] = *second;
        } else {
            throw UsageError(option,
                             "must be a moment such as 2026-11-25T12:00:00Z, an offset, or a position such as 3:1042");
        }
    }
    return out;
}

std::map<int, kafka::Span> narrowed(std::map<int, kafka::Span> spans, const Place& from, const Place& until) {
    for (auto& [partition, span] : spans) {
        if (const auto at = from.in(partition)) span.from = std::max(span.from, *at);
        if (const auto at = until.in(partition)) span.until = std::min(span.until, *at + 1);
    }
    return spans;
}

}  // namespace tasklog::app

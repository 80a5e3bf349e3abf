#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace tasklog {

/// Where a name stands among those that there are.
template <std::size_t N>
std::optional<int> index_in(const std::array<std::string_view, N>& names, std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? std::nullopt : std::optional(static_cast<int>(at - names.begin()));
}
/// All of them, as a person is told.
template <std::size_t N>
std::string listed(const std::array<std::string_view, N>& names) {
    std::string out;
    for (const auto name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

}  // namespace tasklog

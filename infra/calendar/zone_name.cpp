#include "infra/calendar/zone_name.hpp"

#include <unicode/ucal.h>
#include <unicode/uenum.h>

#include <array>
#include <map>
#include <memory>

#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"

namespace tasklog::calendar {
namespace {

/// In upper case → as IANA writes it.
std::map<std::string, std::string, std::less<>> names_by_upper_case() {
    std::map<std::string, std::string, std::less<>> out;
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UEnumeration, decltype(&uenum_close)> all(ucal_openTimeZones(&error), uenum_close);
    while (U_SUCCESS(error)) {
        std::int32_t size = 0;
        const char* name = uenum_next(all.get(), &size, &error);
        if (!name) break;
        if (is_zone(name)) out.emplace(text::upper_case(name), name);
    }
    return out;
}

std::string by_windows(std::string_view name) {
    constexpr std::size_t longest = 100;
    if (name.size() > longest) return {};
    std::array<UChar, longest> windows{};
    for (std::size_t i = 0; i < name.size(); ++i) windows[i] = static_cast<unsigned char>(name[i]);
    std::array<UChar, longest> found{};
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t size =
        ucal_getTimeZoneIDForWindowsID(windows.data(), static_cast<std::int32_t>(name.size()), nullptr, found.data(),
                                       static_cast<std::int32_t>(found.size()), &error);
    if (U_FAILURE(error) || size <= 0) return {};
    std::string out;
    for (std::int32_t i = 0; i < size; ++i) out += static_cast<char>(found[static_cast<std::size_t>(i)]);
    return is_zone(out) ? out : std::string();
}

}  // namespace

std::string zone_named(std::string_view name) {
    if (is_zone(std::string(name))) return std::string(name);
    static const auto by_upper_case = names_by_upper_case();
    const auto in_any_case = [&](std::string_view part) {
        const auto at = by_upper_case.find(text::upper_case(part));
        return at == by_upper_case.end() ? std::string() : at->second;
    };
    if (auto found = in_any_case(name); !found.empty()) return found;
    if (name.starts_with('/'))
        for (std::size_t slash = 0; slash != std::string_view::npos; slash = name.find('/', slash + 1))
            if (auto found = in_any_case(name.substr(slash + 1)); !found.empty()) return found;
    return by_windows(name);
}

}  // namespace tasklog::calendar

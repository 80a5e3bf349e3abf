#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "infra/problem.hpp"

namespace tasklog::identity {

/// By the clock in the person's time zone, in minutes after midnight; over midnight if `from` is after `to`.
struct QuietHours {
    int from = 0;
    int to = 0;
    bool operator==(const QuietHours&) const = default;
};

/// What a person has told of themselves and how they want to be reached.
struct Profile {
    std::string display_name{};
    std::optional<std::string> mail{};
    std::string zone = "Etc/UTC";  ///< IANA
    std::string week_start = "monday";
    std::optional<QuietHours> quiet{};
    bool by_mail = true;
    bool by_webhook = true;
    /// How the person has tags shown: tag and colour such as #3366cc. None: not said, and what was said before stays.
    std::optional<std::map<std::string, std::string>> tag_colors{};
    bool operator==(const Profile&) const = default;
};

/// What is wrong with it as a name; empty if nothing is.
std::string fault_of_name(const std::string& name);
/// From the body of PUT /api/v1/me; what is left out is as in a new Profile.
std::expected<Profile, Problem> decode_profile(std::string_view body);
/// As GET /api/v1/me gives it.
std::string encode(const Profile& profile, const std::string& id, const std::string& subject);

/// As a JSON object; a stored one read again.
std::string encode(const std::map<std::string, std::string>& tag_colors);
std::map<std::string, std::string> decode_tag_colors(const std::string& json);

/// When the quiet hours end that it is in at `now_us` (since 1970); 0 if it is in none.
std::int64_t quiet_until(const Profile& profile, std::int64_t now_us);

}  // namespace tasklog::identity

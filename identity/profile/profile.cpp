#include "identity/profile/profile.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "identity/body.hpp"
#include "identity/limits.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/mail/mail.hpp"
#include "infra/text.hpp"

namespace tasklog::identity {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr int day_minutes = 24 * 60;
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};

using Read = std::expected<void, Problem>;

/// "22:30" in minutes after midnight.
std::optional<int> minutes_of(const json::Value& value) {
    const std::string_view text = json::text_of(value).value_or("");
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 99; };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

std::string clock_text(int minutes) {
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "%02d:%02d", minutes / 60, minutes % 60);
    return out.data();
}

Read read_quiet(const json::Value& value, Profile& profile) {
    if (value.is_null()) return {};
    const auto shape = [] { return bad_field("/quietHours", R"(must be null or {"from":"22:00","to":"07:00"})"); };
    simdjson::dom::object object;
    const auto first = json::find(value, "from");
    const auto last = json::find(value, "to");
    if (value.get(object) || object.size() != 2 || !first || !last) return shape();
    const auto from = minutes_of(*first);
    const auto to = minutes_of(*last);
    if (!from || !to || *from == *to) return shape();
    profile.quiet = {*from, *to};
    return {};
}

Read read_channels(const json::Value& value, Profile& profile) {
    simdjson::dom::object channels;
    if (value.get(channels)) return bad_field("/channels", R"(must be {"mail":true,"webhooks":true})");
    for (const auto& [name, is_on] : channels) {
        const std::string pointer = "/channels/" + std::string(name);
        if (name != "mail" && name != "webhooks") return bad_field(pointer, "is no channel");
        if (is_on.get(name == "mail" ? profile.by_mail : profile.by_webhook))
            return bad_field(pointer, "must be true or false");
    }
    return {};
}

Read read_tag_colors(const json::Value& value, Profile& profile) {
    simdjson::dom::object given;
    if (value.get(given) || given.size() > max_tag_colors)
        return bad_field("/tagColors", "must be an object of at most 500 tags, each with a colour such as #3366cc");
    auto& colors = profile.tag_colors.emplace();
    for (const auto& [name, of_tag] : given) {
        const std::string tag(name);
        if (text::is_blank(tag) || text::has_control(tag) || text::has_lines(tag) || text::chars(tag) > max_tag_chars)
            return bad_field("/tagColors", "must have tags of 1 to 50 characters");
        const auto color = json::text_of(of_tag);
        if (!color || !text::is_color(*color))
            return bad_field("/tagColors/" + tag, "must be a colour such as #3366cc");
        colors[tag] = std::string(*color);
    }
    return {};
}

Read read_member(const std::string& name, const json::Value& value, Profile& profile) {
    if (name == "id" || name == "subject") return {};  // as GET gave them: they don't change
    if (name == "quietHours") return read_quiet(value, profile);
    if (name == "channels") return read_channels(value, profile);
    if (name == "tagColors") return read_tag_colors(value, profile);
    if (name == "mail" && value.is_null()) return {};
    const bool known = name == "displayName" || name == "mail" || name == "timeZone" || name == "weekStart";
    if (!known) return bad_field("/" + name, "is not a field of a profile");
    const auto given = json::text_of(value);
    if (!given) return bad_field("/" + name, "must be a string");
    const std::string text(*given);
    if (name == "displayName") {
        if (const std::string fault = fault_of_name(text); !fault.empty()) return bad_field("/displayName", fault);
        profile.display_name = text;
    } else if (name == "mail") {
        if (const std::string fault = mail::fault_of_address(text); !fault.empty()) return bad_field("/mail", fault);
        profile.mail = text;
    } else if (name == "timeZone") {
        if (!calendar::is_zone(text)) return bad_field("/timeZone", "must be an IANA time zone such as Europe/Berlin");
        profile.zone = text;
    } else {
        if (std::find(weekdays.begin(), weekdays.end(), text) == weekdays.end())
            return bad_field("/weekStart", "must be a day such as monday");
        profile.week_start = text;
    }
    return {};
}

}  // namespace

std::string fault_of_name(const std::string& name) {
    if (name.size() > max_name_bytes || text::has_lines(name)) return "must be one line of 200 bytes at most";
    if (text::has_control(name)) return "must not have control characters";
    return !name.empty() && text::is_blank(name) ? "must have something that can be seen" : "";
}

std::expected<Profile, Problem> decode_profile(std::string_view body) {
    json::Document document;
    const auto object = parse_object(document, body);
    if (!object) return std::unexpected(object.error());
    Profile profile;
    for (const auto& [name, value] : simdjson::dom::object(*object))
        if (auto read = read_member(std::string(name), value, profile); !read) return std::unexpected(read.error());
    return profile;
}

std::string encode(const Profile& profile, const std::string& id, const std::string& subject) {
    const std::string colors = encode(profile.tag_colors.value_or(std::map<std::string, std::string>{}));
    return json::text([&](json::Writer& w) {
        const auto text = [&](const char* name, const std::string& value) {
            w.Key(name);
            w.String(value);
        };
        w.StartObject();
        text("id", id);
        text("subject", subject);
        text("displayName", profile.display_name);
        w.Key("mail");
        profile.mail ? w.String(*profile.mail) : w.Null();
        text("timeZone", profile.zone);
        text("weekStart", profile.week_start);
        w.Key("quietHours");
        if (profile.quiet) {
            w.StartObject();
            text("from", clock_text(profile.quiet->from));
            text("to", clock_text(profile.quiet->to));
            w.EndObject();
        } else {
            w.Null();
        }
        w.Key("channels");
        w.StartObject();
        w.Key("mail");
        w.Bool(profile.by_mail);
        w.Key("webhooks");
        w.Bool(profile.by_webhook);
        w.EndObject();
        w.Key("tagColors");
        json::write_raw(w, colors);
        w.EndObject();
    });
}

std::string encode(const std::map<std::string, std::string>& tag_colors) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        for (const auto& [tag, color] : tag_colors) {
            json::write_key(w, tag);
            w.String(color);
        }
        w.EndObject();
    });
}

std::map<std::string, std::string> decode_tag_colors(const std::string& json) {
    std::map<std::string, std::string> out;
    simdjson::dom::object object;
    const auto value = json::parse(json);
    if (value && !value->get(object))
        for (const auto& [tag, color] : object) out.emplace(tag, json::text_of(color).value_or(""));
    return out;
}

std::int64_t quiet_until(const Profile& profile, std::int64_t now_us) {
    if (!profile.quiet) return 0;
    const auto [from, to] = *profile.quiet;
    const std::int64_t clock_us = calendar::clock_of(now_us, profile.zone);
    const std::int64_t minute_of_day = clock_us / minute_us % day_minutes;
    const bool quiet =
        from < to ? minute_of_day >= from && minute_of_day < to : minute_of_day >= from || minute_of_day < to;
    if (!quiet) return 0;
    const std::int64_t midnight_us = clock_us - clock_us % (day_minutes * minute_us);
    const std::int64_t days = minute_of_day < to ? 0 : 1;
    const std::int64_t end_us = calendar::at_clock(midnight_us + (days * day_minutes + to) * minute_us, profile.zone);
    return end_us > now_us ? end_us : 0;  // a clock that was put back meanwhile
}

}  // namespace tasklog::identity

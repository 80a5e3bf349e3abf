#include "identity/profile/profile.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

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
std::optional<int> minutes_of(const rapidjson::Value& value) {
    if (!value.IsString()) return std::nullopt;
    const std::string_view text = text_of(value);
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

Read read_quiet(const rapidjson::Value& value, Profile& profile) {
    if (value.IsNull()) return {};
    const auto shape = [] { return bad_field("/quietHours", R"(must be null or {"from":"22:00","to":"07:00"})"); };
    if (!value.IsObject() || value.MemberCount() != 2 || !value.HasMember("from") || !value.HasMember("to"))
        return shape();
    const auto from = minutes_of(value["from"]);
    const auto to = minutes_of(value["to"]);
    if (!from || !to || *from == *to) return shape();
    profile.quiet = {*from, *to};
    return {};
}

Read read_channels(const rapidjson::Value& value, Profile& profile) {
    if (!value.IsObject()) return bad_field("/channels", R"(must be {"mail":true,"webhooks":true})");
    for (const auto& member : value.GetObject()) {
        const std::string name(text_of(member.name));
        if (name != "mail" && name != "webhooks") return bad_field("/channels/" + name, "is no channel");
        if (!member.value.IsBool()) return bad_field("/channels/" + name, "must be true or false");
        (name == "mail" ? profile.by_mail : profile.by_webhook) = member.value.GetBool();
    }
    return {};
}

Read read_tag_colors(const rapidjson::Value& value, Profile& profile) {
    if (!value.IsObject() || value.MemberCount() > max_tag_colors)
        return bad_field("/tagColors", "must be an object of at most 500 tags, each with a colour such as #3366cc");
    auto& colors = profile.tag_colors.emplace();
    for (const auto& member : value.GetObject()) {
        const std::string tag(text_of(member.name));
        if (text::is_blank(tag) || text::has_control(tag) || text::has_lines(tag) || text::chars(tag) > max_tag_chars)
            return bad_field("/tagColors", "must have tags of 1 to 50 characters");
        if (!member.value.IsString() || !text::is_color(text_of(member.value)))
            return bad_field("/tagColors/" + tag, "must be a colour such as #3366cc");
        colors[tag] = std::string(text_of(member.value));
    }
    return {};
}

Read read_member(const std::string& name, const rapidjson::Value& value, Profile& profile) {
    if (name == "id" || name == "subject") return {};  // as GET gave them: they don't change
    if (name == "quietHours") return read_quiet(value, profile);
    if (name == "channels") return read_channels(value, profile);
    if (name == "tagColors") return read_tag_colors(value, profile);
    if (name == "mail" && value.IsNull()) return {};
    const bool known = name == "displayName" || name == "mail" || name == "timeZone" || name == "weekStart";
    if (!known) return bad_field("/" + name, "is not a field of a profile");
    if (!value.IsString()) return bad_field("/" + name, "must be a string");
    const std::string text(text_of(value));
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
    if (text::has_control(name) || !is_unicode(name)) return "must not have control characters";
    return !name.empty() && text::is_blank(name) ? "must have something that can be seen" : "";
}

std::expected<Profile, Problem> decode_profile(std::string_view body) {
    rapidjson::Document document;
    if (auto parsed = parse_object(document, body); !parsed) return std::unexpected(parsed.error());
    Profile profile;
    for (const auto& member : document.GetObject())
        if (auto read = read_member(std::string(text_of(member.name)), member.value, profile); !read)
            return std::unexpected(read.error());
    return profile;
}

std::string encode(const Profile& profile, const std::string& id, const std::string& subject) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer w(buffer);
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
    const std::string colors = encode(profile.tag_colors.value_or(std::map<std::string, std::string>{}));
    w.Key("tagColors");
    w.RawValue(colors.data(), colors.size(), rapidjson::kObjectType);
    w.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string encode(const std::map<std::string, std::string>& tag_colors) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer w(buffer);
    w.StartObject();
    for (const auto& [tag, color] : tag_colors) {
        w.Key(tag.c_str());
        w.String(color);
    }
    w.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::map<std::string, std::string> decode_tag_colors(const std::string& json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    std::map<std::string, std::string> out;
    if (document.IsObject())
        for (const auto& member : document.GetObject()) out.emplace(text_of(member.name), text_of(member.value));
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

#include "app/import/formats/ical_survey.hpp"

#include "infra/text.hpp"
#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

constexpr std::size_t max_overrides = 100'000;
constexpr std::size_t max_zone_lines = 10'000;
constexpr std::size_t max_children = 1'000;

/// The members of chains that come back to themselves.
std::set<std::string> loops_of(const std::map<std::string, std::string>& parents) {
    std::set<std::string> in_a_loop;
    std::map<std::string, std::size_t> seen_in;  // by which walk
    std::size_t walk = 0;
    for (const auto& [uid, parent] : parents) {
        ++walk;
        const std::string* at = &uid;
        while (at && !seen_in.contains(*at)) {
            seen_in.emplace(*at, walk);
            const auto next = parents.find(*at);
            at = next == parents.end() ? nullptr : &next->second;
        }
        if (!at || seen_in.at(*at) != walk) continue;
        for (const std::string* each = at; in_a_loop.insert(*each).second;) each = &parents.at(*each);
    }
    return in_a_loop;
}

}  // namespace

std::string ical_identity(const std::string& uid, const std::string& instance) { return uid + "\n" + instance; }

void IcalSurveyor::look_at_todo(const ContentLine& line, const std::string& value) {
    if (line.name == "BEGIN" || line.name == "END") {
        in_alarm_ = line.name == "BEGIN";
    } else if (in_alarm_) {
        return;
    } else if (line.name == "UID") {
        uid_ = trimmed(line.value);
    } else if (line.name == "RECURRENCE-ID") {
        override_of_ = parse_calendar_time(value);
    } else if (line.name == "RELATED-TO") {
        const std::string type = text::upper_case(line.parameter("RELTYPE"));
        if (type.empty() || type == "PARENT") parent_ = trimmed(line.value);
        if (type == "CHILD" && children_.size() < max_children) children_.push_back(trimmed(line.value));
    }
}

void IcalSurveyor::look_at(const ContentLine& line) {
    const std::string value = text::upper_case(trimmed(line.value));
    const auto is = [&](std::string_view name, std::string_view what) { return line.name == name && value == what; };
    if (is("BEGIN", "VCALENDAR")) {
        survey_.names.emplace_back();
    } else if (line.name == "X-WR-CALNAME" && !survey_.names.empty()) {
        survey_.names.back() = unescaped(line.value);
    } else if (is("BEGIN", "VTIMEZONE")) {
        in_zone_ = true;
        zone_.clear();
    } else if (is("END", "VTIMEZONE")) {
        in_zone_ = false;
        survey_.zones.add(zone_);
    } else if (in_zone_) {
        if (zone_.size() < max_zone_lines) zone_.push_back(line);
    } else if (is("BEGIN", "VTODO")) {
        in_todo_ = true;
        uid_.clear(), parent_.clear(), children_.clear(), override_of_.reset();
    } else if (is("END", "VTODO")) {
        in_todo_ = false;
        if (override_of_ && overrides_++ < max_overrides) survey_.overrides[uid_].push_back(*override_of_);
        if (!parent_.empty() && !override_of_) survey_.parents.emplace(uid_, parent_);
        for (const std::string& child : children_) survey_.parents.emplace(child, uid_);
        if (!uid_.empty()) uids_.insert(uid_);
    } else if (in_todo_) {
        look_at_todo(line, value);
    }
}

IcalSurvey IcalSurveyor::finish() {
    survey_.in_a_loop = loops_of(survey_.parents);
    for (const auto& [child, parent] : survey_.parents)
        if (!uids_.contains(parent)) survey_.missing.insert(parent);
    return std::move(survey_);
}

std::optional<IcalSurvey> IcalSurveyor::go_on(std::size_t lines) {
    for (std::size_t i = 0; i < lines; ++i) {
        const auto text = lines_.next();
        if (!text) return finish();
        if (const auto line = parse_content_line(text->text)) look_at(*line);
    }
    return std::nullopt;
}

}  // namespace tasklog::app

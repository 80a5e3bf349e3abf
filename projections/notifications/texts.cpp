#include "projections/notifications/texts.hpp"

#include "base/json_read.hpp"
#include "events/format/json.hpp"
#include "infra/calendar/recurrence.hpp"

namespace tasklog::projections {
namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "<br>";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string clock_text(const std::string& utc, const std::string& zone) {
    const auto us = calendar::parse_utc(utc);
    if (!us) return utc;
    std::string text = calendar::utc_text(calendar::clock_of(*us, zone)).substr(0, 16);
    text[10] = ' ';
    return text + " (" + zone + ")";
}

}  // namespace

NoticeMessage told(const std::string& body, const std::string& by, const Contact& to, const std::string& public_url) {
    const json::Value notice = json::parse(body).value();
    const auto text = [&](const char* name) { return json::text_member(notice, name); };
    const std::string kind = text("kind");
    const std::string title = text("title");
    const std::string who = by.empty() ? "Someone" : by;
    std::string link = public_url + "/?workspace=" + text("workspace");
    NoticeMessage out;
    std::string more;
    if (kind == "reminder") {
        const bool late = json::is_true(notice, "late");
        out.type = "reminder.fired";
        out.subject = (late ? "Late reminder: " : "Reminder: ") + title;
        more = "You asked to be reminded at " + clock_text(text("due"), to.zone) + ".";
        if (late) more += "\nThis reminder is late: Tasklog could not send it at that time.";
    } else if (kind == "assigned") {
        out.type = "task.assigned";
        out.subject = who + " assigned you: " + title;
    } else if (kind == "commented") {
        out.type = "task.commented";
        out.subject = who + " commented on: " + title;
        more = text("text");
    } else {
        out.type = "workspace.invited";
        out.subject = who + " invited you to " + text("workspaceName");
        more = "You will be a member with the role " + text("role") +
               ". Anyone who has this link can accept the invitation.";
        link += "&invitation=" + text("invitation");
        if (!to.proof.empty()) link += "#" + to.proof;
    }
    if (const std::string task = text("task"); !task.empty()) link += "&task=" + task;
    out.text = out.subject + "\n\n" + (more.empty() ? "" : more + "\n\n") + link + "\n";
    out.html = "<p><b>" + escaped(out.subject) + "</b></p>" + (more.empty() ? "" : "<p>" + escaped(more) + "</p>") +
               "<p><a href=\"" + escaped(link) + "\">Open in Tasklog</a></p>";
    if (!to.unsubscribe_url.empty()) {
        out.text += "\n-- \nUnsubscribe from these emails: " + to.unsubscribe_url + "\n";
        out.html +=
            "<p><small><a href=\"" + escaped(to.unsubscribe_url) + "\">Unsubscribe from these emails</a></small></p>";
    }
    return out;
}

std::string hook_body(const std::string& body, const std::string& type) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "type", type);
        json::write_member(w, "timestamp", json::text_member_of_json(body, "at"));
        w.Key("data");
        json::write_raw(w, body);
        w.EndObject();
    });
}

}  // namespace tasklog::projections

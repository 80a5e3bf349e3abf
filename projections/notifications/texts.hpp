#pragma once
#include <string>

#include "infra/mail/mail.hpp"
#include "projections/notifications/contact.hpp"

namespace tasklog::projections {

/// What a notification says. `body`: as the feed gives it; `by`: the name of who did it, empty if it is not known;
/// `public_url`: where the web app is.
struct NoticeMessage {
    std::string type;  ///< of the webhook's message: reminder.fired, task.assigned, task.commented, workspace.invited
    std::string subject;
    std::string text;
    std::string html;
};
NoticeMessage told(const std::string& body, const std::string& by, const Contact& to, const std::string& public_url);

/// The body of a webhook's message: its type, time and data.
std::string hook_body(const std::string& body, const std::string& type);

}  // namespace tasklog::projections

#pragma once
#include <string>

#include "projections/projection.hpp"

namespace tasklog::projections {

/// Who is told what, and which reminders are to fire (see notifications.sql), in a schema such as "notifications_v1".
/// What is to be sent to the outside goes into `outbox` (outbox.sql) within the same transaction; without
/// `sends_reminders` reminders do not: they come there by a ReminderInbox.
Projection notifications_projection(const std::string& schema, const std::string& outbox, bool sends_reminders = true);

/// The channel on which it names the people whose feeds have changed: ids with commas between, or "many".
inline std::string feed_channel_of(const std::string& schema) { return channel_of(schema) + "_feed"; }

}  // namespace tasklog::projections

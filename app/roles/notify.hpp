#pragma once
#include <boost/asio/io_context.hpp>
#include <optional>

#include "app/command_line.hpp"
#include "app/settings.hpp"
#include "infra/metrics.hpp"
#include "infra/postgres/pool.hpp"
#include "infra/readiness.hpp"
#include "projections/notifications/deliveries.hpp"
#include "projections/notifications/notifier.hpp"
#include "projections/notifications/reminder_inbox.hpp"
#include "projections/notifications/scheduler.hpp"

namespace tasklog::app {

/// The notify role but for its projection: fires reminders, sends mails and webhooks, and shows what became of them.
struct NotifyRole {
    /// `commands_url`: where FireReminder is sent.
    /// `alarm`: rings when its projection has applied something.
    NotifyRole(boost::asio::io_context& io, const Settings& settings, const std::shared_ptr<Alarm>& alarm,
               const std::string& commands_url, http::Authenticate may_read, http::Authenticate may_write,
               http::Router& router, Metrics& metrics, Readiness& readiness);

    postgres::Pool pool;
    projections::Deliveries deliveries;
    std::optional<projections::ReminderInbox> inbox;  ///< where reminders come from Dapr
    projections::ReminderScheduler scheduler;
    projections::Notifier notifier;
};

/// `tasklog notify deliveries` and `tasklog notify retry`: everybody's, for who runs Tasklog.
void add_notify_tools(Command notify, const Settings& settings, int& status);

}  // namespace tasklog::app

#include "app/roles/roles.hpp"

#include <array>

#include "app/roles/identity_role.hpp"
#include "app/roles/import_role.hpp"
#include "app/roles/integrate.hpp"
#include "app/roles/notify.hpp"
#include "app/roles/projections.hpp"
#include "app/roles/worker_client.hpp"
#include "app/tools/audit.hpp"
#include "projections/audit/audit.hpp"
#include "projections/recurring/recurring.hpp"
#include "projections/recurring/worker.hpp"
#include "projections/tasks/tasks.hpp"

namespace tasklog::app {
namespace {

void add_project(Process& p) {
    for (std::size_t i = 0; i < p.settings.projectors; ++i)
        p.projections.add(projections::tasks_projection(p.settings.schema), soon, i, {.from = p.name, .tell = p.tell});
}

void add_recurring(Process& p) {
    const std::string& schema = p.settings.recurring_schema;
    const auto alarm = p.projections.add(projections::recurring_projection(schema), unhurried);
    p.add<projections::RecurringWorker>(p.settings.pooled(), schema, alarm, worker_client(p.settings, p.commands_url),
                                        p.metrics, p.readiness);
}

void add_identity(Process& p) {
    p.add<IdentityRole>(p.loop.io, p.settings, *p.loop.identity, p.loop.router, p.readiness);
}

void add_import(Process& p) {
    p.add<ImportRole>(p.loop.io, p.settings, p.commands_url, p.may_read(), p.may_write(), p.loop.router);
}

bool is_integrated(const Settings& settings) { return settings.integration != "off"; }

void add_integrate(Process& p) {
    if (!is_integrated(p.settings)) return;
    const auto alarm = p.projections.add(integration_projection(p.settings), unhurried);
    p.add<projections::Publisher>(p.settings.pooled(), p.settings.integration_schema,
                                  p.settings.integration_outbox_schema, alarm, publish_with(p.settings), p.metrics,
                                  p.readiness);
}

void add_notify(Process& p) {
    const auto alarm = p.projections.add(notifications_projection(p.settings), unhurried);
    p.add<NotifyRole>(p.loop.io, p.settings, alarm, p.commands_url, p.may_read(), p.may_write(), p.loop.router,
                      p.metrics, p.readiness);
}

void add_audit(Process& p) { p.projections.add(projections::audit_projection(p.settings.audit_schema), unhurried); }

constexpr std::array forms{
    RoleForm{.role = Role::command, .name = "command", .help = "take commands and append events"},
    RoleForm{.role = Role::query, .name = "query", .help = "answer queries from the read models"},
    RoleForm{.role = Role::project,
             .name = "project",
             .help = "keep the tasks' read model up with the log",
             .add_to = add_project},
    RoleForm{.role = Role::recurring,
             .name = "recurring",
             .help = "make the next occurrence of completed tasks that repeat",
             .add_to = add_recurring},
    RoleForm{.role = Role::identity,
             .name = "identity",
             .help = "keep what people say of themselves: profiles, webhooks, addresses",
             .add_to = add_identity},
    RoleForm{.role = Role::import,
             .name = "importer",
             .help = "take files of other programs, and send their tasks as commands",
             .add_to = add_import},
    RoleForm{.role = Role::integrate,
             .name = "integrate",
             .help = "publish CloudEvents for programs that are not Tasklog's",
             .add_to = add_integrate,
             .missing = [](const Settings& settings) -> std::string_view {
                 return is_integrated(settings) ? "" : "needs --integration kafka, or dapr";
             }},
    RoleForm{.role = Role::notify,
             .name = "notify",
             .help = "fire reminders, send mails and webhooks; list or retry those that failed",
             .add_to = add_notify,
             .add_tools = add_notify_tools},
    RoleForm{.role = Role::audit,
             .name = "audit",
             .help = "keep the audit history up with the log; verify or export it",
             .add_to = add_audit,
             .add_tools = add_audit_tools},
};

}  // namespace

Process::Process(const Settings& its_settings, Loop& first, std::string its_name, const std::string& address,
                 std::function<void(const std::string&)> tell_queries, Metrics& its_metrics, Readiness& its_readiness)
    : settings(its_settings),
      loop(first),
      name(std::move(its_name)),
      commands_url(settings.commands_url.empty() ? "http://" + address : settings.commands_url),
      tell(std::move(tell_queries)),
      metrics(its_metrics),
      readiness(its_readiness),
      projections(settings, address, metrics, readiness) {}

Process::~Process() {
    while (!parts.empty()) parts.pop_back();
}

std::span<const RoleForm> role_forms() { return forms; }

}  // namespace tasklog::app

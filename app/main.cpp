#include <set>
#include <string>

#include "app/dapr_secrets.hpp"
#include "app/roles/notify.hpp"
#include "app/roles/serve.hpp"
#include "app/settings.hpp"
#include "app/tools/audit.hpp"
#include "app/tools/tools.hpp"
#include "infra/log.hpp"

namespace {

using namespace tasklog;

void add_roles(app::Command all, app::Settings& settings, int& status) {
    const auto role = [&](const char* name, const char* help, std::set<std::string> roles) {
        all.add_subcommand(name, help).callback([&settings, &status, roles = std::move(roles)] {
            status = app::serve(settings, roles);
        });
    };
    role("serve", "all roles in one process",
         {"command", "query", "project", "audit", "recurring", "notify", "identity", "integrate", "import"});
    role("command", "take commands and append events", {"command"});
    role("query", "answer queries from the read models", {"query"});
    role("project", "keep the tasks' read model up with the log", {"project"});
    role("recurring", "make the next occurrence of completed tasks that come again", {"recurring"});
    role("identity", "keep what people say of themselves: profiles, webhooks, addresses", {"identity"});
    role("importer", "take files of other programs, and send their tasks as commands", {"import"});
    all.add_subcommand("integrate", "publish CloudEvents for programs that are not Tasklog's").callback([&] {
        if (settings.integration == "off") throw app::UsageError("integrate", "needs --integration kafka, or dapr");
        status = app::serve(settings, {"integrate"});
    });
    auto notify =
        all.add_subcommand("notify", "fire reminders, send mails and webhooks; list or retry those that failed");
    app::add_notify_tools(notify, settings, status);
    notify.callback([notify, &settings, &status] {
        if (!notify.has_subcommand()) status = app::serve(settings, {"notify"});
    });
    auto audit = all.add_subcommand("audit", "keep the audit history up with the log; verify or export it");
    app::add_audit_tools(audit, settings, status);
    audit.callback([audit, &settings, &status] {
        if (!audit.has_subcommand()) status = app::serve(settings, {"audit"});
    });
}

}  // namespace

int main(int argc, char** argv) {
    app::Settings settings;
    int status = 0;
    const auto declare = [&](app::Command all) {
        settings.add_to(all);
        add_roles(all, settings, status);
        app::add_tools(all, settings, status);
    };
    const auto begin = [&settings] {
        log::start(settings.log_level);
        if (!settings.dapr_secrets.empty()) app::take_dapr_secrets(settings);
    };
    return app::run_command_line(argc, argv, "Tasklog: a to-do system that never forgets", declare, begin, status);
}

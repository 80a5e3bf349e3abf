#include <CLI/CLI.hpp>
#include <chrono>
#include <exception>
#include <iostream>

#include "app/dapr_secrets.hpp"
#include "app/roles/notify.hpp"
#include "app/roles/serve.hpp"
#include "app/settings.hpp"
#include "app/tools/audit.hpp"
#include "app/tools/tools.hpp"
#include "infra/log.hpp"

namespace {

using namespace tasklog;

void add_roles(CLI::App& app, app::Settings& settings, int& status) {
    const auto role = [&](const char* name, const char* help, std::set<std::string> roles) {
        app.add_subcommand(name, help)->callback([&settings, &status, roles = std::move(roles)] {
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
    app.add_subcommand("integrate", "publish CloudEvents for programs that are not Tasklog's")->callback([&] {
        if (settings.integration == "off")
            throw CLI::ValidationError("integrate", "needs --integration kafka, or dapr");
        status = app::serve(settings, {"integrate"});
    });
    auto* notify =
        app.add_subcommand("notify", "fire reminders, send mails and webhooks; list or retry those that failed");
    app::add_notify_tools(*notify, settings, status);
    notify->callback([notify, &settings, &status] {
        if (notify->get_subcommands().empty()) status = app::serve(settings, {"notify"});
    });
    auto* audit = app.add_subcommand("audit", "keep the audit history up with the log; verify or export it");
    app::add_audit_tools(*audit, settings, status);
    audit->callback([audit, &settings, &status] {
        if (audit->get_subcommands().empty()) status = app::serve(settings, {"audit"});
    });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Tasklog: a to-do system that never forgets"};
    cli.require_subcommand(1);
    cli.fallthrough();
    cli.option_defaults()->always_capture_default();
    app::Settings settings;
    settings.add_to(cli);
    cli.parse_complete_callback([&settings] {
        log::start(settings.log_level);
        if (!settings.dapr_secrets.empty()) app::take_dapr_secrets(settings);
    });
    int status = 0;
    add_roles(cli, settings, status);
    app::add_tools(cli, settings, status);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error);
    } catch (const std::exception& error) {
        std::cerr << "tasklog: " << error.what() << "\n";
        return 2;
    }
    return status;
}

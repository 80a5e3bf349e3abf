#include <string>

#include "app/dapr_secrets.hpp"
#include "app/roles/roles.hpp"
#include "app/roles/serve.hpp"
#include "app/settings.hpp"
#include "app/tools/tools.hpp"
#include "infra/log.hpp"

namespace {

using namespace tasklog;

void add_roles(app::Command all, app::Settings& settings, int& status) {
    app::RoleSet every;
    for (const app::RoleForm& form : app::role_forms()) every.insert(form.role);
    all.add_subcommand("serve", "all roles in one process").callback([&settings, &status, every] {
        status = app::serve(settings, every);
    });
    for (const app::RoleForm& form : app::role_forms()) {
        auto command = all.add_subcommand(std::string(form.name), std::string(form.help));
        if (form.add_tools) form.add_tools(command, settings, status);
        command.callback([command, &form, &settings, &status] {
            if (command.has_subcommand()) return;
            if (form.missing && !form.missing(settings).empty())
                throw app::UsageError(std::string(form.name), std::string(form.missing(settings)));
            status = app::serve(settings, {form.role});
        });
    }
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

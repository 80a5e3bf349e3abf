#include "app/tools/demo.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>

#include "app/tools/account_tools.hpp"
#include "app/tools/client/api_client.hpp"
#include "app/tools/demo_year.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/clock.hpp"
#include "infra/crypto/random.hpp"

namespace tasklog::app {
namespace {

constexpr std::int64_t token_s = 3'600;

struct Options {
    std::string url = "http://127.0.0.1:8080";
    std::string mail = "demo@example.org";
};

void run(const Settings& settings, const Options& options) {
    const std::string password = random_token().substr(0, 16);
    postgres::Session session(settings.postgres);
    const std::string me = create_account(session, settings, options.mail, "Alex", password);
    const std::string partner = create_account(session, settings, "robin." + options.mail, "Robin", password);
    const auto client = [&](const std::string& account) {
        return ApiClient(options.url, settings.shared_keys().issue(account, unix_s(), token_s, true));
    };
    ApiClient mine = client(me);
    ApiClient partners = client(partner);
    const auto id = [&](const std::string& account) { return identity::person_id(settings.jwt_issuer, account); };
    const auto steps = demo_year(unix_us(), id(me), id(partner));
    for (const DemoStep& step : steps) {
        ApiClient& who = step.by_partner ? partners : mine;
        const auto reply =
            who.post("/api/v1/commands", step.command, {"Tasklog-At: " + calendar::utc_text(step.at_us)});
        // Of a task that was completed or deleted meanwhile: as in life.
        if (!reply.ok() && reply.status != 409 && reply.status != 404)
            throw std::runtime_error(detail_of(reply) + "\n" + step.command);
    }
    std::cout << "A year of tasks, " << steps.size() << " commands. Sign in at " << options.url << " as "
              << options.mail << " with the password " << password << "\n(or as robin." << options.mail
              << ", with whom the household is shared, with the same one).\n";
}

}  // namespace

void add_demo(Command app, const Settings& settings) {
    auto options = std::make_shared<Options>();
    auto command = app.add_subcommand("demo", "make an account with a believable year of tasks");
    command.add_option("--url", options->url, "a running Tasklog").envname("TASKLOG_URL").capture_default_str();
    command.add_option("--mail", options->mail, "the account's address").capture_default_str();
    command.callback([options, &settings] { run(settings, *options); });
}

}  // namespace tasklog::app

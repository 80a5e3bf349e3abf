#include "app/dapr_secrets.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "base/json_read.hpp"
#include "infra/curl/transfer.hpp"
#include "infra/log.hpp"

namespace tasklog::app {
namespace {

constexpr std::chrono::seconds wait{60};  ///< a sidecar starts beside its program, not before it
constexpr std::chrono::milliseconds pause{500};

/// Gets the answer of the secrets API, an object with a secret's values by their names; tells why there is none.
std::string ask(const Settings& settings, std::string& out) {
    const std::size_t slash = settings.dapr_secrets.find('/');
    curl::Transfer transfer(settings.dapr_url + "/v1.0/secrets/" + settings.dapr_secrets.substr(0, slash) + "/" +
                            settings.dapr_secrets.substr(slash + 1));
    if (!settings.dapr_api_token.empty()) transfer.add_header("dapr-api-token: " + settings.dapr_api_token);
    curl::Transfers().run(transfer);
    if (!transfer.error.empty()) return transfer.error;
    if (transfer.status != 200)
        return "it answers " + std::to_string(transfer.status) + ": " + transfer.body.substr(0, 300);
    out = std::move(transfer.body);
    const auto secrets = json::parse(out);
    return secrets && secrets->is_object() ? "" : "its answer is no JSON object";
}

}  // namespace

void take_dapr_secrets(Settings& settings) {
    const std::size_t slash = settings.dapr_secrets.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == settings.dapr_secrets.size())
        throw std::invalid_argument("--dapr-secrets must be STORE/NAME, such as tasklog-secrets/tasklog");
    std::string secrets;
    const auto until = std::chrono::steady_clock::now() + wait;
    for (std::string why = ask(settings, secrets); !why.empty(); why = ask(settings, secrets)) {
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error("the secret " + settings.dapr_secrets + " can't be had from the Dapr sidecar at " +
                                     settings.dapr_url + ": " + why);
        log::debug("waiting for Dapr's secrets", {{"why", why}});
        std::this_thread::sleep_for(pause);
    }
    const auto take = [&](const char* name, std::string& setting) {
        const auto value = json::find(json::parse(secrets).value(), name);
        if (const auto text = value ? json::text_of(*value) : std::nullopt) setting = std::string(*text);
    };
    take("jwt-keys", settings.jwt_keys);
    take("postgres", settings.postgres);
    take("postgres-pooler", settings.postgres_pooler);
    take("smtp-user", settings.smtp_user);
    take("smtp-password", settings.smtp_password);
}

}  // namespace tasklog::app

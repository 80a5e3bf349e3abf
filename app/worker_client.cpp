#include "app/worker_client.hpp"

#include <chrono>
#include <stdexcept>

#include "app/api_client.hpp"
#include "identity/identity.hpp"

namespace tasklog::app {
namespace {

constexpr const char* worker_subject = "tasklog:worker";
constexpr std::int64_t token_lifetime_s = 60;

std::int64_t now_s() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::string worker_id(const Settings& settings) {
    return identity::Identity::person_id(settings.jwt_issuer, worker_subject);
}

projections::SendCommand worker_client(const Settings& settings, std::string url) {
    return [identity = identity::Identity(settings.identity_config()),
            url = std::move(url)](const projections::WorkerCommand& command) -> projections::Sent {
        using What = projections::Sent::What;
        try {
            ApiClient client(url, identity.issue(worker_subject, now_s(), token_lifetime_s), std::chrono::seconds(0));
            const auto reply = client.post("/api/v1/commands", command.body,
                                           {"Idempotency-Key: " + command.key, "Tasklog-Cause: " + command.cause});
            if (reply.ok()) return {.what = What::accepted};
            if (reply.status < 500) return {.what = What::refused, .why = detail_of(reply)};
            return {.what = What::unavailable, .why = detail_of(reply)};
        } catch (const std::runtime_error& error) {  // nobody answered
            return {.what = What::unavailable, .why = error.what()};
        }
    };
}

}  // namespace tasklog::app

#include "app/roles/worker_client.hpp"

#include <chrono>

#include "app/tools/client/api_client.hpp"
#include "identity/keys/shared_keys.hpp"
#include "infra/clock.hpp"

namespace tasklog::app {
namespace {

constexpr const char* worker_subject = "tasklog:worker";
constexpr std::int64_t token_lifetime_s = 60;
constexpr std::size_t max_parallel = 64;

projections::SendOutcome sent_of(const curl::Transfer& transfer) {
    using What = projections::SendOutcome::What;
    if (!transfer.error.empty()) return {.what = What::unavailable, .why = transfer.error};
    const ApiClient::Reply reply{transfer.status, transfer.body};
    if (reply.ok()) return {.what = What::accepted};
    return {.what = reply.status < 500 ? What::refused : What::unavailable, .why = detail_of(reply)};
}

}  // namespace

std::string worker_id(const Settings& settings) { return identity::person_id(settings.jwt_issuer, worker_subject); }

std::function<std::string()> worker_authorization(const Settings& settings) {
    return
        [keys = settings.shared_keys()] { return "Bearer " + keys.issue(worker_subject, unix_s(), token_lifetime_s); };
}

projections::SendCommands worker_client(const Settings& settings, const std::string& url) {
    auto transfers = std::make_shared<curl::Transfers>(max_parallel);
    return [authorize = worker_authorization(settings), url = url + "/api/v1/commands",
            transfers](std::span<const projections::WorkerCommand> commands) {
        const std::string authorization = "Authorization: " + authorize();
        std::vector<std::unique_ptr<curl::Transfer>> requests;
        for (const projections::WorkerCommand& command : commands) {
            curl::Transfer& request = *requests.emplace_back(std::make_unique<curl::Transfer>(url));
            request.add_header(authorization);
            request.add_header("Idempotency-Key: " + command.key);
            request.add_header("Tasklog-Cause: " + command.cause);
            request.post_json(command.body);
        }
        transfers->run(requests);
        std::vector<projections::SendOutcome> sent;
        sent.reserve(requests.size());
        for (const auto& request : requests) sent.push_back(sent_of(*request));
        return sent;
    };
}

}  // namespace tasklog::app

#include "projections/integration/publish_to_dapr.hpp"

#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "infra/curl/transfer.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_parallel = 16;

std::unique_ptr<curl::Transfer> transfer_of(const DaprPubsub& dapr, const Publication& each) {
    auto transfer = std::make_unique<curl::Transfer>(dapr.url + "/v1.0/publish/" + dapr.component + "/" + dapr.prefix +
                                                     each.topic + "?metadata.partitionKey=" + each.key);
    transfer->post_json(each.body, "application/cloudevents+json");
    if (!dapr.api_token.empty()) transfer->add_header("dapr-api-token: " + dapr.api_token);
    return transfer;
}

/// Why the sidecar did not take it; empty if it did.
std::string refusal_of(const curl::Transfer& transfer) {
    if (!transfer.error.empty()) return "Dapr's sidecar: " + transfer.error;
    if (transfer.status < 300) return {};
    return "Dapr's sidecar answered " + std::to_string(transfer.status) + ": " + transfer.body.substr(0, 300);
}

}  // namespace

Publish publish_to_dapr(const DaprPubsub& dapr) {
    return [dapr, transfers = std::make_shared<curl::Transfers>(max_parallel)](std::span<Publication> publications) {
        std::map<std::string, std::deque<Publication*>> left;
        for (Publication& each : publications) left[each.key].push_back(&each);
        std::string why;
        // In each turn the next message of every workspace that has one left.
        while (!left.empty() && why.empty()) {
            std::vector<std::unique_ptr<curl::Transfer>> now;
            now.reserve(left.size());
            for (const auto& [key, messages] : left) now.push_back(transfer_of(dapr, *messages.front()));
            transfers->run(now);
            auto transfer = now.begin();
            for (auto& [key, messages] : left) {
                const std::string refusal = refusal_of(**transfer++);
                messages.front()->taken = refusal.empty();
                messages.pop_front();
                if (!refusal.empty()) why = refusal;
            }
            std::erase_if(left, [](const auto& each) { return each.second.empty(); });
        }
        return why;
    };
}

}  // namespace tasklog::projections

#pragma once
#include "projections/integration/publisher.hpp"

namespace tasklog::projections {

struct DaprPubsub {
    std::string url = "http://127.0.0.1:3500";  ///< the sidecar's HTTP port
    std::string component;                      ///< the name of the pubsub component
    std::string api_token{};                    ///< sent along where the sidecar wants one
    std::string prefix{};                       ///< what the topics' names begin with
};

/// Through Dapr's publish API, whatever broker its component stands for; a workspace's messages one after the other.
Publish publish_to_dapr(const DaprPubsub& dapr);

}  // namespace tasklog::projections

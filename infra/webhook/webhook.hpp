#pragma once
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "infra/curl/transfer.hpp"

/// Webhooks as the Standard Webhooks specification has them (standard-webhooks/standard-webhooks).
namespace tasklog::webhook {

struct Message {
    std::string url;
    std::string id;                    ///< webhook-id: the same whenever it is sent again
    std::int64_t timestamp_s = 0;      ///< of this try
    std::string body;                  ///< JSON
    std::vector<std::string> secrets;  ///< each signs: two while one is being changed
};

/// "whsec_" and the base64 of 32 random bytes.
std::string new_secret();
/// The value of webhook-signature: "v1,…" for each secret. Throws std::invalid_argument for a secret of another form.
std::string signature(const Message& message);

/// True for addresses that are not on the public internet: private, loopback, link-local and their like.
bool is_private(const sockaddr& address);
/// Why nothing can be sent to this URL; empty if it can. `private_targets`: http, and addresses that are not public,
/// may be named, too. A name is looked up only when something is sent.
std::string fault_of_url(const std::string& url, bool private_targets);

/// The message as a transfer. Redirects are not followed; whatever its name is found to be, an address that is not
/// public is refused unless `private_targets`. It fails if it isn't answered within `patience`.
std::unique_ptr<curl::Transfer> transfer(const Message& message, bool private_targets, std::chrono::seconds patience);

}  // namespace tasklog::webhook

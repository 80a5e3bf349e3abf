#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "identity/keys/jwt.hpp"

namespace tasklog::identity {

/// The HS256 keys that Tasklog's own processes share: for the workers' tokens, for tools, for links in mails.
struct SharedKeys {
    std::string issuer = "tasklog";
    std::map<std::string, std::string>
        keys;  ///< kid -> secret, at least 32 bytes; more than one while they are changed

    bool contains(const std::string& kid) const { return keys.contains(kid); }
    std::expected<Person, Problem> verify(const std::string& token, std::int64_t now_s) const;
    /// A token for `subject`, signed with the first key: for development and for programs of ours.
    std::string issue(const std::string& subject, std::int64_t now_s, std::int64_t lifetime_s,
                      bool may_backdate = false, const std::string& mail = "") const;
};

/// "kid:secret,kid:secret". Throws std::invalid_argument for another form or a short secret.
std::map<std::string, std::string> parse_keys(std::string_view text);

/// An id and a signature over it and its purpose, for links in mails (RFC 8058's among them); empty if there is no key.
std::string signed_id(const std::map<std::string, std::string>& keys, std::string_view purpose, const std::string& id);
/// The id of such a one, signed with any of the keys; none if it is not one.
std::optional<std::string> verified_id(const std::map<std::string, std::string>& keys, std::string_view purpose,
                                       std::string_view signed_id);

}  // namespace tasklog::identity

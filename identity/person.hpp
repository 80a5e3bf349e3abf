#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tasklog::identity {

/// What a token lets one do (RFC 6749 §3.3). One without a `scope` lets one do everything.
enum class Scope : unsigned {
    read = 1,     ///< queries
    write = 2,    ///< commands
    account = 4,  ///< the profile, the password, tokens, sessions
};
constexpr unsigned all_scopes = 7;

constexpr bool allows(unsigned scopes, Scope needed) { return (scopes & static_cast<unsigned>(needed)) != 0; }

/// "read write" as a set; names that are not known here allow nothing.
unsigned parse_scopes(std::string_view names);
std::string scope_names(unsigned scopes);

/// Who sends a request. `id` is the UUIDv5 of the token's issuer and subject; it is also the id of their personal
/// workspace.
struct Person {
    std::string id;
    std::string subject;
    unsigned scopes = all_scopes;
    std::string mail{};         ///< that the issuer has seen them read; empty if it does not say
    std::string session{};      ///< of a token that someone who signed in got
    bool may_backdate = false;  ///< brings what happened elsewhere before
    std::int64_t until_s = 0;   ///< so long (since 1970) their token is good
};

std::string person_id(std::string_view issuer, std::string_view subject);

}  // namespace tasklog::identity

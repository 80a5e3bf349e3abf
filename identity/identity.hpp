#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "infra/http/message.hpp"
#include "infra/problem.hpp"

namespace tasklog::identity {

/// Who sends a request. `id` is the UUIDv5 of the token's issuer and subject; it is also the id of their personal
/// workspace.
struct Person {
    std::string id;
    std::string subject;
};

struct Config {
    std::string issuer = "tasklog";
    std::map<std::string, std::string>
        keys;  ///< kid -> HS256 secret, at least 32 bytes; more than one while they are changed
};

/// "kid:secret,kid:secret". Throws std::invalid_argument for another form or a short secret.
std::map<std::string, std::string> parse_keys(std::string_view text);

/// Verifies bearer tokens (RFC 7519, HS256). For one thread; a token that was verified is remembered until it expires.
class Identity {
  public:
    explicit Identity(Config config) : config_(std::move(config)) {}

    /// The person of the request's Authorization header, or a 401.
    std::expected<Person, Problem> authenticate(const http::Request& request);
    /// The same for a token at a time in Unix seconds.
    std::expected<Person, Problem> verify(const std::string& token, std::int64_t now_s) const;
    /// A token for `subject`, signed with the first key: for development and for programs of ours.
    std::string issue(const std::string& subject, std::int64_t now_s, std::int64_t lifetime_s) const;

    static std::string person_id(std::string_view issuer, std::string_view subject);

  private:
    struct Known {
        Person person;
        std::int64_t expires_s;
    };
    std::expected<Known, Problem> check(const std::string& token, std::int64_t now_s) const;

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    const Config config_;
    std::unordered_map<std::string, Known, Hash, std::equal_to<>> known_;
};

}  // namespace tasklog::identity

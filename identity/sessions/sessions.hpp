#pragma once
#include <optional>
#include <string>

#include "infra/postgres/session.hpp"

/// Sessions of browsers. A session lives by its refresh token, which is good once and brings the next one.
namespace tasklog::identity::sessions {

constexpr int lifetime_days = 30;  ///< since it was last used

struct SessionTokens {
    std::string session;
    std::string refresh_token;
};
/// `agent`: what the browser calls itself.
SessionTokens open(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                   const std::string& account, const std::string& agent);

struct RefreshOutcome {
    std::string account;
    SessionTokens opened;
};
/// The session's next token. None if the token is not known, or over, or was used before: then two have it, and the
/// session is ended for both. (A token used within the last 10 s is good still: a page that was reloaded may not have
/// seen the answer.)
std::optional<RefreshOutcome> refresh(postgres::Session& session, const std::string& schema, const std::string& token);

/// Ends the session of this token; false if there is none.
bool close(postgres::Session& session, const std::string& schema, const std::string& token);
bool close_one(postgres::Session& session, const std::string& schema, const std::string& account,
               const std::string& one);
/// Ends all of the account's sessions but this one.
void close_others(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const std::string& account, const std::string& but);
/// As GET /api/v1/sessions gives them.
std::string list_json(postgres::Session& session, const std::string& schema, const std::string& person,
                      const std::string& current);
/// Drops those that are over.
void clean(postgres::Session& session, const std::string& schema);

}  // namespace tasklog::identity::sessions

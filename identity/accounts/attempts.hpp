#pragma once
#include <optional>
#include <string>

#include "infra/postgres/session.hpp"

/// How often one may try what can be guessed, or makes mails. Counted in Postgres, for all instances together.
namespace tasklog::identity::attempts {

struct Limit {
    const char* what;
    int count;
    int window_s;
};
constexpr Limit sign_in_from_one_place{"sign in", 10, 900};      ///< one account, from one address
constexpr Limit sign_in_to_one_account{"sign in to", 100, 900};  ///< from wherever
constexpr Limit sign_in_from_an_address{"sign in from", 200, 900};
constexpr Limit links_from_an_address{"link from", 60, 3'600};
constexpr Limit links_to_a_mail{"link to", 5, 3'600};
constexpr Limit tokens_from_an_address{"token from", 100, 900};  ///< of links

/// Counts one more. The seconds to wait for, if it is one too many.
std::optional<unsigned> too_many(postgres::Session& session, const std::string& schema, const Limit& limit,
                                 const std::string& who);
/// It was no guess: begin at 0 again.
void forgive(postgres::Session& session, const std::string& schema, const Limit& limit, const std::string& who);
/// Drops counts that are over.
void clean(postgres::Session& session, const std::string& schema);

}  // namespace tasklog::identity::attempts

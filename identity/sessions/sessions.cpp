#include "identity/sessions/sessions.hpp"

#include "identity/limits.hpp"
#include "identity/secret.hpp"
#include "identity_embedded.hpp"
#include "infra/crypto/random.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity::sessions {
namespace {

std::string add_token(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                      const std::string& of) {
    std::string token = random_token();
    session.run_in(transaction, schema, sql::sessions::add_token, {hash_of(token), of});
    return token;
}

/// ASCII only: it goes into the database as it was sent.
std::string printable(const std::string& agent) {
    std::string out;
    for (const char c : agent.substr(0, max_agent_bytes)) out += c >= 0x20 && c < 0x7f ? c : '?';
    return out;
}

}  // namespace

SessionTokens open(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                   const std::string& account, const std::string& agent) {
    const std::string id = uuid_v7();
    session.run_in(transaction, schema, sql::sessions::open, {id, account, printable(agent)});
    return {id, add_token(session, transaction, schema, id)};
}

std::optional<RefreshOutcome> refresh(postgres::Session& session, const std::string& schema, const std::string& token) {
    pqxx::work transaction(session.connection());
    const auto rows =
        session.run_in(transaction, schema, sql::sessions::of_token, {hash_of(token), std::to_string(lifetime_days)});
    if (rows.empty() || !rows[0][3].as<bool>()) return std::nullopt;
    const std::string id = rows[0][0].c_str();
    const bool used_before = !rows[0][2].is_null() && rows[0][2].as<bool>();
    if (used_before) {
        log::warn("a refresh token came twice: its session is ended", {{"session", id}});
        session.run_in(transaction, schema, sql::sessions::end_stolen, {id});
        transaction.commit();
        return std::nullopt;
    }
    session.run_in(transaction, schema, sql::sessions::use_token, {hash_of(token)});
    session.run_in(transaction, schema, sql::sessions::use, {id});
    RefreshOutcome out{rows[0][1].c_str(), {id, add_token(session, transaction, schema, id)}};
    transaction.commit();
    return out;
}

bool close(postgres::Session& session, const std::string& schema, const std::string& token) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run_in(write, schema, sql::sessions::close_of_token, {hash_of(token)});
    return rows.affected_rows() > 0;
}

bool close_one(postgres::Session& session, const std::string& schema, const std::string& person,
               const std::string& one) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run_in(write, schema, sql::sessions::close_one, {person, one});
    return rows.affected_rows() > 0;
}

void close_others(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const std::string& account, const std::string& but) {
    session.run_in(transaction, schema, sql::sessions::close_others, {account, but});
}

std::string list_json(postgres::Session& session, const std::string& schema, const std::string& person,
                      const std::string& current) {
    pqxx::nontransaction read(session.connection());
    return session.run_in(read, schema, sql::sessions::of_person_json, {person, current})[0][0].c_str();
}

void clean(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction write(session.connection());
    session.run_in(write, schema, sql::sessions::end_unused, {std::to_string(lifetime_days)});
    session.run_in(write, schema, sql::sessions::forget_used_tokens, {std::to_string(lifetime_days)});
}

}  // namespace tasklog::identity::sessions

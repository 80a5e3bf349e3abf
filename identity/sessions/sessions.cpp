#include "identity/sessions/sessions.hpp"

#include "identity/secret.hpp"
#include "infra/crypto/random.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity::sessions {
namespace {

constexpr std::size_t max_agent_bytes = 300;

std::string add_token(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                      const std::string& of) {
    std::string token = random_token();
    session.run(transaction, "INSERT INTO " + schema + ".refresh_tokens (token_hash, session_id) VALUES ($1, $2::uuid)",
                {hash_of(token), of});
    return token;
}

/// ASCII only: it goes into the database as it was sent.
std::string printable(const std::string& agent) {
    std::string out;
    for (const char c : agent.substr(0, max_agent_bytes)) out += c >= 0x20 && c < 0x7f ? c : '?';
    return out;
}

}  // namespace

Opened open(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
            const std::string& account, const std::string& agent) {
    const std::string id = uuid_v7();
    session.run(transaction,
                "INSERT INTO " + schema + ".sessions (session_id, account_id, agent) VALUES ($1::uuid, $2::uuid, $3)",
                {id, account, printable(agent)});
    return {id, add_token(session, transaction, schema, id)};
}

std::optional<Refreshed> refresh(postgres::Session& session, const std::string& schema, const std::string& token) {
    pqxx::work transaction(session.connection());
    const auto rows = session.run(transaction,
                                  "SELECT s.session_id, s.account_id, t.used_at < now() - interval '10 seconds', "
                                  "s.used_at > now() - make_interval(days "
                                  "=> " +
                                      std::to_string(lifetime_days) + ") FROM " + schema + ".refresh_tokens t JOIN " +
                                      schema + ".sessions s USING (session_id) WHERE t.token_hash = $1 FOR UPDATE",
                                  {hash_of(token)});
    if (rows.empty() || !rows[0][3].as<bool>()) return std::nullopt;
    const std::string id = rows[0][0].c_str();
    const bool used_before = !rows[0][2].is_null() && rows[0][2].as<bool>();
    if (used_before) {
        log::warn("a refresh token came twice: its session is ended", {{"session", id}});
        session.run(transaction, "DELETE FROM " + schema + ".sessions WHERE session_id = $1::uuid", {id});
        transaction.commit();
        return std::nullopt;
    }
    session.run(transaction,
                "UPDATE " + schema + ".refresh_tokens SET used_at = coalesce(used_at, now()) WHERE token_hash = $1",
                {hash_of(token)});
    session.run(transaction, "UPDATE " + schema + ".sessions SET used_at = now() WHERE session_id = $1::uuid", {id});
    Refreshed out{rows[0][1].c_str(), {id, add_token(session, transaction, schema, id)}};
    transaction.commit();
    return out;
}

bool close(postgres::Session& session, const std::string& schema, const std::string& token) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run(write,
                                  "DELETE FROM " + schema + ".sessions WHERE session_id = (SELECT session_id FROM " +
                                      schema + ".refresh_tokens WHERE token_hash = $1)",
                                  {hash_of(token)});
    return rows.affected_rows() > 0;
}

bool close_one(postgres::Session& session, const std::string& schema, const std::string& person,
               const std::string& one) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run(write,
                                  "DELETE FROM " + schema +
                                      ".sessions WHERE session_id = $2::uuid AND account_id = "
                                      "(SELECT account_id FROM " +
                                      schema + ".accounts WHERE person_id = $1::uuid)",
                                  {person, one});
    return rows.affected_rows() > 0;
}

void close_others(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  const std::string& account, const std::string& but) {
    session.run(transaction,
                "DELETE FROM " + schema + ".sessions WHERE account_id = $1::uuid AND session_id::text <> $2",
                {account, but});
}

std::string list_json(postgres::Session& session, const std::string& schema, const std::string& person,
                      const std::string& current) {
    pqxx::nontransaction read(session.connection());
    return session
        .run(read,
             "SELECT json_build_object('items', coalesce(json_agg(json_build_object('id', session_id, 'agent', agent, "
             "'created', " +
                 postgres::utc_text("s.created_at") + ", 'used', " + postgres::utc_text("s.used_at") +
                 ", 'current', session_id::text = $2) ORDER BY s.used_at DESC), '[]'))::text FROM " + schema +
                 ".sessions s JOIN " + schema + ".accounts USING (account_id) WHERE person_id = $1::uuid",
             {person, current})[0][0]
        .c_str();
}

void clean(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction write(session.connection());
    session.run(write, "DELETE FROM " + schema + ".sessions WHERE used_at < now() - make_interval(days => " +
                           std::to_string(lifetime_days) + ")");
}

}  // namespace tasklog::identity::sessions

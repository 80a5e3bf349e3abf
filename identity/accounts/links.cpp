#include "identity/accounts/links.hpp"

#include <array>

#include "identity/accounts/credentials.hpp"
#include "identity/secret.hpp"
#include "identity_embedded.hpp"
#include "infra/crypto/random.hpp"
#include "infra/uuid.hpp"

namespace tasklog::identity::links {
namespace {

constexpr std::array<std::string_view, 4> names{"register", "reset", "address", "first"};
constexpr std::array<const char*, 4> lifetimes{"1 day", "1 hour", "1 day", "1 day"};

}  // namespace

std::string_view name_of(Purpose purpose) { return names[static_cast<std::size_t>(purpose)]; }

std::string make(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                 Purpose purpose, const std::string& mail, const std::string& account) {
    std::string token = random_token();
    session.run_in(transaction, schema, sql::links::make,
                   {hash_of(token), std::string(name_of(purpose)), credentials::folded(mail), account,
                    lifetimes[static_cast<std::size_t>(purpose)]});
    return token;
}

std::optional<Link> use(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                        Purpose purpose, const std::string& token) {
    const auto rows =
        session.run_in(transaction, schema, sql::links::use, {hash_of(token), std::string(name_of(purpose))});
    if (rows.empty()) return std::nullopt;
    return Link{rows[0][0].c_str(), rows[0][1].c_str()};
}

void request_mail(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  Purpose purpose, const std::string& mail, const std::string& language, const std::string& account) {
    session.run_in(transaction, schema, sql::links::request_mail,
                   {uuid_v7(), std::string(name_of(purpose)), credentials::folded(mail), language, account});
}

void clean(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction write(session.connection());
    session.run_in(write, schema, sql::links::forget_old);
}

}  // namespace tasklog::identity::links

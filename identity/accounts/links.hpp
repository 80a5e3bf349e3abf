#pragma once
#include <optional>
#include <string>

#include "infra/postgres/session.hpp"

/// Links that show that who follows them reads the mail of an address. Each is good once.
namespace tasklog::identity::links {

/// What a link lets one do.
enum class Purpose { register_account, reset_password, change_address, first_account };
std::string_view name_of(Purpose purpose);

/// A new link's token.
std::string make(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                 Purpose purpose, const std::string& mail, const std::string& account = "");

struct Link {
    std::string mail;
    std::string account;  ///< empty if it belongs to none
};
/// Uses it up. None if it is not known, or over, or was used before.
std::optional<Link> use(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                        Purpose purpose, const std::string& token);

/// Wants one sent to the address. Whether it has an account makes no difference here.
void request_mail(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& schema,
                  Purpose purpose, const std::string& mail, const std::string& language,
                  const std::string& account = "");
/// Drops those that are over.
void clean(postgres::Session& session, const std::string& schema);

}  // namespace tasklog::identity::links

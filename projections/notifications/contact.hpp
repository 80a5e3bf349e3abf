#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "infra/postgres/session.hpp"

namespace tasklog::projections {

/// A person, or an invitation that was sent to a mail address.
struct Recipient {
    std::string id;
    bool invitation = false;
    auto operator<=>(const Recipient&) const = default;
};

struct Hook {
    std::string id;
    std::string url;
    std::vector<std::string> secrets;
};

/// How someone is reached. Whatever is missing is not used.
struct Contact {
    std::string name{};
    std::string mail{};  ///< empty: none, or they want none
    std::string zone = "Etc/UTC";
    std::vector<Hook> hooks{};
    std::string unsubscribe_url{};
    std::string proof{};              ///< for who is invited: shows that they read the mail of this address
    std::int64_t quiet_until_us = 0;  ///< when the quiet hours end that it is in now; 0: it is in none
};

/// Finds those that are known, as they are now. Who is not known is reached in the app only.
using FindContacts = std::function<std::map<Recipient, Contact>(postgres::Session&, pqxx::transaction_base&,
                                                                const std::set<Recipient>&)>;

}  // namespace tasklog::projections

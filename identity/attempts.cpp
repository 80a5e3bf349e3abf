#include "identity/attempts.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <vector>

#include "identity/secret.hpp"
#include "identity_embedded.hpp"

namespace tasklog::identity::attempts {

std::optional<unsigned> too_many(postgres::Session& session, const std::string& schema, const Limit& limit,
                                 const std::string& who) {
    pqxx::nontransaction write(session.connection());
    const auto rows = session.run(write, postgres::in_schema(embedded::attempts_sql, schema),
                                  {limit.what, hash_of(who), std::to_string(limit.window_s)});
    if (rows[0][0].as<int>() <= limit.count) return std::nullopt;
    return static_cast<unsigned>(std::max(1, rows[0][1].as<int>()));
}

void forgive(postgres::Session& session, const std::string& schema, const Limit& limit, const std::string& who) {
    pqxx::nontransaction write(session.connection());
    session.run(write, "DELETE FROM " + schema + ".attempts WHERE what = $1 AND who = $2", {limit.what, hash_of(who)});
}

void clean(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction write(session.connection());
    session.run(write, "DELETE FROM " + schema + ".attempts WHERE since < now() - interval '1 hour'");
}

std::string address_of(const http::Request& request, unsigned trusted_proxies) {
    std::string address(request.peer);
    std::string_view seen = request.header("X-Forwarded-For");
    for (unsigned proxy = 0; proxy < trusted_proxies && !seen.empty(); ++proxy) {
        const std::size_t comma = seen.rfind(',');
        std::string_view last = comma == std::string_view::npos ? seen : seen.substr(comma + 1);
        seen = comma == std::string_view::npos ? std::string_view{} : seen.substr(0, comma);
        while (last.starts_with(' ')) last.remove_prefix(1);
        while (last.ends_with(' ')) last.remove_suffix(1);
        address = last;
    }
    std::array<unsigned char, 16> v6{};
    if (inet_pton(AF_INET6, address.c_str(), v6.data()) != 1) return address;
    std::fill(v6.begin() + 8, v6.end(), 0);
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, v6.data(), text.data(), text.size());
    return text.data();
}

}  // namespace tasklog::identity::attempts

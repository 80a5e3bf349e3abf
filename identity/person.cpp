#include "identity/person.hpp"

#include <array>
#include <utility>

#include "infra/uuid.hpp"

namespace tasklog::identity {
namespace {

constexpr std::array<std::pair<std::string_view, Scope>, 3> names{
    {{"read", Scope::read}, {"write", Scope::write}, {"account", Scope::account}}};

}  // namespace

unsigned parse_scopes(std::string_view text) {
    unsigned out = 0;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        for (const auto& [name, scope] : names)
            if (word == name) out |= static_cast<unsigned>(scope);
    }
    return out;
}

std::string scope_names(unsigned scopes) {
    std::string out;
    for (const auto& [name, scope] : names)
        if (allows(scopes, scope)) out.append(out.empty() ? "" : " ").append(name);
    return out;
}

std::string person_id(std::string_view issuer, std::string_view subject) {
    return uuid_v5(std::string(issuer) + "\n" + std::string(subject));
}

}  // namespace tasklog::identity

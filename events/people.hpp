#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "events/id.hpp"

namespace tasklog {

/// What a member may do, each more than the one before: look; comment; change lists and tasks; all of it.
enum class Role { viewer, commenter, editor, owner };
constexpr std::array<std::string_view, 4> role_names{"viewer", "commenter", "editor", "owner"};
constexpr std::string_view name_of(Role role) { return role_names[static_cast<std::size_t>(role)]; }

/// Who accepts it becomes a member. Its id is the secret that is sent to them.
struct Invitation {
    Role role = Role::viewer;
    std::optional<PersonId> person{};  ///< the only one who may accept it; none: whoever has its id
    bool operator==(const Invitation&) const = default;
};

}  // namespace tasklog

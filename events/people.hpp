#pragma once
#include <optional>

#include "events/id.hpp"

namespace tasklog {

/// What a member may do, each more than the one before: look; comment; change lists and tasks; all of it.
enum class Role { viewer, commenter, editor, owner };

/// Who accepts it becomes a member. Its id is the secret that is sent to them.
struct Invitation {
    Role role = Role::viewer;
    std::optional<PersonId> person{};  ///< the only one who may accept it; none: whoever has its id
    bool operator==(const Invitation&) const = default;
};

}  // namespace tasklog

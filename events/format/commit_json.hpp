#pragma once
#include <expected>
#include <string>
#include <string_view>

#include "events/commit.hpp"
#include "events/format/upcast.hpp"

namespace tasklog {

/// The record's value: JSON, one form for equal commits.
std::string encode(const Commit& commit);

/// What is wrong with the bytes of a commit.
struct Undecodable {
    std::string why;
    bool newer = false;  ///< an event that this program does not know yet: a newer release has written it
};

std::expected<Commit, Undecodable> decode_commit(std::string_view json,
                                                 const Upcasters& upcasters = stored_upcasters());

}  // namespace tasklog

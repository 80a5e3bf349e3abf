#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_read.hpp"

namespace tasklog {

/// Writes the members that an event has in the next version of its format, apart from its type and version.
using Upcaster = std::function<void(json::Writer& w, const json::Value& event)>;

/// (event type, version that it reads) -> what makes the next version of it.
using Upcasters = std::map<std::pair<std::string, int>, Upcaster>;

/// Those for what is in the log: one entry for each version that an event had before its present one.
const Upcasters& stored_upcasters();

/// A commit's JSON with each of its events as new as the upcasters make it. The commit is an object with an array of
/// events, each with type and version.
std::string upcast(std::string_view commit, const Upcasters& upcasters);

}  // namespace tasklog

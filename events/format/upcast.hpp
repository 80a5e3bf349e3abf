#pragma once
#include <rapidjson/document.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tasklog {

/// Changes an event's JSON in place from one version of its format to the next.
using Upcaster = std::function<void(rapidjson::Value& event, rapidjson::Document::AllocatorType& allocator)>;

/// (event type, version that it reads) -> what makes the next version of it.
using Upcasters = std::map<std::pair<std::string, int>, Upcaster>;

/// Those for what is in the log: one entry for each version that an event had before its present one.
const Upcasters& stored_upcasters();

/// A commit's JSON with each of its events as new as the upcasters make it.
std::string upcast(std::string_view commit, const Upcasters& upcasters);

}  // namespace tasklog

#pragma once
#include "events/format/json.hpp"
#include "events/format/json_read.hpp"
#include "words/line.hpp"

namespace tasklog::words {

/// Every member that it may have, each of its own form; check() says whether they make sense.
json::MaybeFault read(const json::Value& json, Line& out);

/// {"title":…}, beside it what CreateTask would be given, "ranges" and "unknown".
void write(json::Writer& w, const Understood& understood);

}  // namespace tasklog::words

// A wrong rule in place of events/log_record.cpp: every commit of the latest claim counts, whatever its number.
#include "events/log_record.hpp"

#include <string>

namespace tasklog {

bool counts(ClaimFilter& filter, const LogRecord& record) {
    if (record.kind == "claim") {
        filter.on_claim(record.offset);
        return false;
    }
    if (record.claim != std::to_string(filter.claim)) return false;
    ++filter.seq;
    return true;
}

}  // namespace tasklog

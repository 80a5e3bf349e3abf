// A wrong rule in place of events/log_record.cpp: a commit of the latest claim counts if it stands at the offset that
// it was meant for, whatever became of those before it.
#include "events/log_record.hpp"

#include <string>

namespace tasklog {

bool counts(ClaimFilter& filter, const LogRecord& record) {
    if (record.kind == "claim") {
        filter.on_claim(record.offset);
        return false;
    }
    if (record.claim != std::to_string(filter.claim)) return false;
    if (record.offset != filter.claim + std::stoll(std::string(record.seq))) return false;
    ++filter.seq;
    return true;
}

}  // namespace tasklog

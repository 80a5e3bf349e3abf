#include "command/owner/log_end_watch.hpp"

#include <chrono>

namespace tasklog::command {
namespace {

constexpr std::chrono::seconds between_looks{5};

}  // namespace

void LogEndWatch::look() {
    for (std::size_t i = 0; i < partitions_.size(); ++i) {
        at_ = (at_ + 1) % partitions_.size();
        Partition& each = *partitions_[at_];
        if (each.state() != PartitionState::owning) continue;
        reads_.end_of_log(reader_.consumer(), each.number(), [&each, last = each.marks().last.offset](const auto& end) {
            if (end && *end <= last) each.interrupted();
        });
        break;
    }
    timer_.expires_after(between_looks);
    timer_.async_wait([this](auto aborted) {
        if (!aborted) look();
    });
}

}  // namespace tasklog::command

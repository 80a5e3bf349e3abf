#include "command/owner/announcements.hpp"

namespace tasklog::command {
namespace {

constexpr std::int64_t commits_an_announcement = 500;
constexpr std::chrono::seconds longest_untold{60};  ///< after the last announcement, where there is anything to tell

}  // namespace

void Announcements::announce(int partition, const OwnerMarks& marks, Time now) {
    const OwnerRecord owner{address_, marks};
    owners_.put(partition, owner);
    announced_[partition] = {marks, now};
    producers_.announce(partition, encode(owner));
}

bool Announcements::is_due(int partition, const OwnerMarks& marks, Time now, bool all) const {
    const auto at = announced_.find(partition);
    const Announcement last = at == announced_.end() ? Announcement{} : at->second;
    if (marks == last.marks) return false;
    return all || marks.last.offset - last.marks.last.offset >= commits_an_announcement ||
           now - last.at >= longest_untold;
}

}  // namespace tasklog::command

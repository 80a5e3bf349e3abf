#include "events/size.hpp"

#include <algorithm>
#include <variant>

namespace tasklog {
namespace {

constexpr std::size_t around = 4;  ///< quotes, colon and comma of a member

/// A quote, a backslash or a line end takes two bytes, another control character six.
std::size_t size_of(const std::string& text) {
    std::size_t size = text.size() + 2;
    // Without a branch, and so many characters at a time.
    for (const char c : text) {
        const bool short_escape = c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t';
        const bool control = static_cast<unsigned char>(c) < 0x20;
        size += short_escape ? 1U : control ? 5U : 0U;
    }
    return size;
}
template <class Kind>
std::size_t size_of(const Id<Kind>&) {
    return 38;
}
std::size_t size_of(const Instant&) { return 30; }
std::size_t size_of(const Date&) { return 14; }
std::size_t size_of(const Due& due) {
    const auto* moment = std::get_if<DueInstant>(&due);
    return 50 + (moment ? size_of(moment->zone) : 0);
}
std::size_t size_of(const RelativeTime& relative) { return 60 + size_of(relative.zone); }
std::size_t size_of(const Recurrence& recurrence) {
    return 150 + size_of(recurrence.rule) + size_of(recurrence.zone) + size_of(recurrence.start) +
           size_of(recurrence.occurrence) + recurrence.except.size() * 14;
}
std::size_t size_of(const std::vector<std::string>& texts) {
    std::size_t size = 2;
    for (const std::string& each : texts) size += size_of(each) + 1;
    return size;
}
template <class T>
    requires std::is_enum_v<T> || std::is_arithmetic_v<T>
std::size_t size_of(const T&) {
    return 20;
}
template <class T>
std::size_t size_of(const std::optional<T>& value) {
    return value ? size_of(*value) : 4;
}

/// What a string has beyond its own object: a short one has nothing.
std::size_t heap_of(const std::string& text) { return text.size() > 15 ? text.size() + 16 : 0; }

}  // namespace

std::size_t json_bytes(const Event& event) {
    return std::visit(
        []<class E>(const E& e) {
            std::size_t size = 24 + E::name.size();
            E::fields(e, [&](const char* name, const auto& value) {
                size += std::string_view(name).size() + around + size_of(value);
            });
            return size;
        },
        event);
}

std::size_t memory_bytes(const Task& task) {
    std::size_t size = sizeof(Task) + 64 + heap_of(task.title) + heap_of(task.notes) + heap_of(task.rank);
    for (const std::string& tag : task.tags) size += sizeof tag + heap_of(tag);
    size += task.reminders.size() * (sizeof(Reminder) + 16);
    if (task.recurrence)
        size += sizeof(Recurrence) + heap_of(task.recurrence->rule) + task.recurrence->except.size() * sizeof(Date);
    if (task.parent) size += 64;
    return size;
}

std::size_t memory_bytes(const List& list) { return sizeof(List) + 64 + heap_of(list.name) + heap_of(list.rank); }

std::size_t memory_bytes(const SavedFilter& filter) {
    return sizeof(SavedFilter) + 80 + heap_of(filter.name) + heap_of(filter.words);
}

std::size_t memory_bytes(const Comment& comment) { return sizeof(Comment) + 64 + heap_of(comment.text); }

}  // namespace tasklog

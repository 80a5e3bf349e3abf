#pragma once
#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/uuid_text.hpp"

namespace tasklog {

/// A UUID that names one kind of thing: ids of different kinds don't mix.
template <class Kind>
struct Id {
    UuidBytes bytes{};

    /// From the canonical text, in lower or upper case; nullopt for anything else.
    static std::optional<Id> parse(std::string_view text);
    std::string text() const;
    /// The same without the heap.
    std::array<char, 36> chars() const { return uuid_chars(bytes); }
    /// As the bytes are, and as their text is. Two numbers are compared: trees of ids are searched for every command.
    std::strong_ordering operator<=>(const Id& other) const {
        if (const auto first = part(0) <=> other.part(0); first != 0) return first;
        return part(1) <=> other.part(1);
    }
    bool operator==(const Id& other) const { return std::memcmp(bytes.data(), other.bytes.data(), sizeof bytes) == 0; }

  private:
    /// Half of the bytes as a number, the first byte the highest.
    std::uint64_t part(std::size_t which) const {
        std::uint64_t number = 0;
        std::memcpy(&number, bytes.data() + which * sizeof number, sizeof number);
        return std::endian::native == std::endian::little ? std::byteswap(number) : number;
    }
};

using TaskId = Id<struct TaskKind>;
using ListId = Id<struct ListKind>;
using WorkspaceId = Id<struct WorkspaceKind>;
using PersonId = Id<struct PersonKind>;
using InvitationId = Id<struct InvitationKind>;
using CommentId = Id<struct CommentKind>;
using ReminderId = Id<struct ReminderKind>;
using NotificationId = Id<struct NotificationKind>;
using FilterId = Id<struct FilterKind>;
using CommitId = Id<struct CommitKind>;

template <class Kind>
std::optional<Id<Kind>> Id<Kind>::parse(std::string_view text) {
    Id id;
    if (!parse_uuid(text, id.bytes)) return std::nullopt;
    return id;
}

template <class Kind>
std::string Id<Kind>::text() const {
    const auto out = chars();
    return {out.data(), out.size()};
}

}  // namespace tasklog

template <class Kind>
struct std::hash<tasklog::Id<Kind>> {
    std::size_t operator()(const tasklog::Id<Kind>& id) const noexcept {
        // The last bytes of a UUIDv7 are random, and all of a UUIDv5 are; a client's own ids may be neither.
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        std::memcpy(&high, id.bytes.data(), 8);
        std::memcpy(&low, id.bytes.data() + 8, 8);
        return (high ^ (low * 0x9e3779b97f4a7c15ULL)) * 0xff51afd7ed558ccdULL >> 7;
    }
};

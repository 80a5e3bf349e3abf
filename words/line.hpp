#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/format/fault.hpp"
#include "words/quick_add.hpp"

/// A line that is to be understood, as requests have it (docs/quick-add.md).
namespace tasklog::words {

constexpr std::size_t max_line_chars = 1'000;
constexpr std::size_t max_people = 500;  ///< who can be named

/// Whom a +name means: the server keeps no names of people beside tasks.
struct NamedPerson {
    PersonId id{};
    std::string name{};
};

struct Line {
    std::string text{};
    std::string zone{};                   ///< IANA: where it is written
    std::string week_start{"monday"};     ///< a day such as sunday
    std::optional<Instant> written_at{};  ///< none: now
    std::vector<NamedPerson> people{};

    /// `now`: when it is read.
    Understood understand(const Instant& now, const PersonId& writer, const EachNamed<ListId>& lists) const;
};

/// Why it is none; the fault's pointer is from the line's own place.
json::MaybeFault check(const Line& line);

}  // namespace tasklog::words

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/import/formats/readers.hpp"
#include "events/format/json.hpp"

namespace tasklog::app {

/// The import of one file, from its upload on.
struct ImportRun {
    /// `reading` looks through the file without sending anything; `ready` waits for the person.
    enum class State { reading, ready, running, done, failed, undoing, undone };

    /// Things of the file, or of what became of them.
    struct Counts {
        std::uint64_t tasks = 0;
        std::uint64_t lists = 0;
        std::uint64_t comments = 0;
        std::uint64_t there = 0;    ///< the workspace has them already
        std::uint64_t gone = 0;     ///< they were deleted there
        std::uint64_t skipped = 0;  ///< whole things that could not be read, or were refused
        std::uint64_t lost = 0;     ///< parts of things
    };

    std::string id{};
    std::string person{};
    std::string workspace{};
    std::string zone{};
    std::string file_name{};
    ImportFormat format = ImportFormat::todo_txt;
    State state = State::reading;
    std::string why{};  ///< it failed
    Instant received{};
    std::uint64_t bytes = 0;
    bool bring_back = false;            ///< what was deleted
    Counts found{};                     ///< by the look through the file
    std::uint64_t items = 0;            ///< things in the file
    std::vector<std::string> sample{};  ///< the first tasks, as CreateTask has them
    std::uint64_t done = 0;             ///< of the items
    Counts made{};                      ///< by the run; `tasks`, `lists`, `comments` are new ones
    std::uint64_t brought_back = 0;
    std::uint64_t undone = 0;
    std::uint64_t kept = 0;  ///< by the undoing: somebody has changed them
    std::string position{};  ///< of its last command

    bool is_busy() const { return state == State::reading || state == State::running || state == State::undoing; }
};

std::string_view name_of(ImportRun::State state);

/// As the API shows it; `whole`: with what only we need to know.
void write(json::Writer& w, const ImportRun& run, bool whole);
/// None for what is no run's JSON.
std::optional<ImportRun> read_import_run(std::string_view json);

}  // namespace tasklog::app

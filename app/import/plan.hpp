#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/import/imported_before.hpp"
#include "app/import/run.hpp"
#include "app/import/sender.hpp"

namespace tasklog::app {

/// What things of a file come to in a workspace that may have had some of them: the commands, and what is counted.
class ImportPlan {
  public:
    ImportPlan(ImportRun& run, ImportedBefore& before) : run_(run), before_(before) {}

    /// Counts what a look through the file finds.
    boost::asio::awaitable<void> count(const std::vector<ImportedItem>& items);
    /// The commands for these things; what must wait for all of them is kept for last().
    boost::asio::awaitable<std::vector<ImportCommand>> commands(const std::vector<ImportedItem>& items);
    /// These were brought in before a restart: only what must wait is kept of them. `made`: what the run had made.
    void passed_over(const std::vector<ImportedItem>& items, const std::set<std::string>& made);
    /// A command was accepted.
    void accepted(const ImportCommand& command);

    /// Once all things are there: which one is a part of which.
    struct Nested {
        std::size_t line = 0;
        std::string task{};
        std::string parent{};
    };
    std::vector<Nested> last() { return std::move(nested_); }

  private:
    struct Place {
        std::string id{};
        bool there = false;
        bool gone = false;  ///< one of this name was deleted
    };

    boost::asio::awaitable<ImportedBefore::Known> known(const std::vector<ImportedItem>& items);
    boost::asio::awaitable<Place*> place_of(std::string first_id);
    boost::asio::awaitable<std::string> list_of(const ImportedTask& task, std::vector<ImportCommand>& out);
    void make(const ImportedList& list, Place& place, std::vector<ImportCommand>& out);
    boost::asio::awaitable<void> add(const ImportedList& list, std::vector<ImportCommand>& out);
    boost::asio::awaitable<void> add(const ImportedTask& task, const ImportedBefore::Known& known,
                                     std::vector<ImportCommand>& out);
    void add(const ImportedComment& comment, const ImportedBefore::Known& known, std::vector<ImportCommand>& out);

    ImportRun& run_;
    ImportedBefore& before_;
    std::map<std::string, Place> places_;        ///< by the id that a list would have if there were none yet
    std::map<std::string, ImportedList> lists_;  ///< that the file describes, by id
    std::vector<Nested> nested_;
};

}  // namespace tasklog::app

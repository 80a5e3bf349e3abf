#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/import/inventory.hpp"
#include "app/import/run.hpp"
#include "app/import/sender.hpp"

namespace tasklog::app {

/// What things of a file come to in a workspace that may have had some of them: the commands, and what is counted.
class ImportPlan {
  public:
    ImportPlan(ImportRun& run, Inventory& inventory) : run_(run), inventory_(inventory) {}

    /// Counts what a look through the file finds.
    boost::asio::awaitable<void> count(const std::vector<ForeignItem>& items);
    /// The commands for these things; what must wait for all of them is kept for last().
    boost::asio::awaitable<std::vector<ImportCommand>> commands(const std::vector<ForeignItem>& items);
    /// These were brought in before a restart: only what must wait is kept of them. `made`: what the run had made.
    void passed_over(const std::vector<ForeignItem>& items, const std::set<std::string>& made);
    /// A command was accepted.
    void accepted(const ImportCommand& command);

    /// Once all things are there: which one is a part of which.
    struct Part {
        std::size_t line = 0;
        std::string thing{};
        std::string parent{};
        std::string command{};
    };
    std::vector<Part> last() { return std::move(parts_); }

  private:
    struct Place {
        std::string id{};
        bool there = false;
        bool gone = false;  ///< one of this name was deleted
    };

    boost::asio::awaitable<Inventory::KnownRecords> known(const std::vector<ForeignItem>& items);
    boost::asio::awaitable<Place*> place_of(std::string first_id);
    boost::asio::awaitable<std::string> list_of(const ForeignTask& task, std::vector<ImportCommand>& out);
    void make(const ForeignList& list, Place& place, std::vector<ImportCommand>& out);
    boost::asio::awaitable<void> add(const ForeignList& list, std::vector<ImportCommand>& out);
    boost::asio::awaitable<void> add(const ForeignTask& task, const Inventory::KnownRecords& known,
                                     std::vector<ImportCommand>& out);
    void add(const ForeignComment& comment, const Inventory::KnownRecords& known, std::vector<ImportCommand>& out);

    ImportRun& run_;
    Inventory& inventory_;
    std::map<std::string, Place> places_;       ///< by the id that a list would have if there were none yet
    std::map<std::string, ForeignList> lists_;  ///< that the file describes, by id
    std::set<std::string> names_;               ///< of lists that tasks name
    std::vector<Part> parts_;
};

}  // namespace tasklog::app

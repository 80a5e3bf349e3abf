#pragma once
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "events/value/id.hpp"

namespace tasklog::bench {

/// Requests as people send them, the same for the same seed (the distribution: docs/performance.md).
/// Who sends the next one follows Zipf's law: the n-th of the people sends 1/n as much as the first, so that many
/// workspaces are small and a few are huge.
class Workload {
  public:
    /// People have the numbers from `first_person` on.
    Workload(std::uint64_t seed, std::uint32_t first_person, std::uint32_t people);

    struct Request {
        std::uint32_t person = 0;
        std::string body;  ///< of POST /api/v1/commands
    };
    /// To be applied before those that come after it for the same person.
    Request next();

    /// A task as it is created: a title, and what else people give to some.
    std::string create_task(const TaskId& id, const std::vector<ListId>& lists);

  private:
    struct Person {
        std::vector<ListId> lists;
        std::vector<TaskId> open;
        std::vector<TaskId> done;
    };

    std::string lists_of(Person& person);
    std::string checklist(Person& person);
    std::string new_task(Person& person);
    std::string about_open(Person& person);
    std::string about(const char* type, const TaskId& task, const std::string& members = {});
    std::string words(std::size_t least, std::size_t most);
    std::uint64_t below(std::uint64_t limit) {
        return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(random_);
    }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <class Kind>
    Id<Kind> new_id();

    std::mt19937_64 random_;
    std::uint32_t first_person_;
    std::vector<Person> people_;
    std::vector<double> up_to_;  ///< the chance that the n-th person or one before them is the next
};

}  // namespace tasklog::bench

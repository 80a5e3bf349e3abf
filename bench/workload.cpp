#include "bench/workload.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tasklog::bench {
namespace {

constexpr std::array<std::string_view, 40> vocabulary{
    "buy",   "milk",  "call",   "the",      "dentist", "report",  "for",      "Monday",  "pay",    "rent",
    "send",  "offer", "to",     "Anna",     "plan",    "holiday", "Müller",   "garden",  "book",   "train",
    "check", "tyres", "renew",  "passport", "bread",   "flowers", "invoice",  "review",  "draft",  "meeting",
    "clean", "café",  "repair", "bicycle",  "water",   "plants",  "birthday", "present", "school", "doctor"};
constexpr std::array<std::string_view, 6> tags{"home", "work", "errand", "waiting", "someday", "phone"};
constexpr std::array<std::string_view, 4> priorities{"low", "medium", "high", "urgent"};

template <class T>
T take_out(std::vector<T>& from, std::size_t at) {
    std::swap(from[at], from.back());
    T out = from.back();
    from.pop_back();
    return out;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string batch(const std::string& commands) { return R"({"commands":[)" + commands + "]}"; }

}  // namespace

Workload::Workload(std::uint64_t seed, std::uint32_t first_person, std::uint32_t people)
    : random_(seed), first_person_(first_person), people_(people) {
    double sum = 0;
    for (std::uint32_t n = 1; n <= people; ++n) up_to_.push_back(sum += 1.0 / n);
    for (double& each : up_to_) each /= sum;
}

template <class Kind>
Id<Kind> Workload::new_id() {
    Id<Kind> id;
    for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(random_());
    id.bytes[6] = static_cast<std::uint8_t>(0x40 | (id.bytes[6] & 0x0f));
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

std::string Workload::words(std::size_t least, std::size_t most) {
    std::string text;
    for (std::size_t n = least + below(most - least + 1); n > 0; --n) {
        if (!text.empty()) text += ' ';
        text += vocabulary[below(vocabulary.size())];
    }
    return text;
}

Workload::Request Workload::next() {
    const double at = std::uniform_real_distribution<>(0, 1)(random_);
    const auto number =
        static_cast<std::size_t>(std::lower_bound(up_to_.begin(), up_to_.end() - 1, at) - up_to_.begin());
    Person& person = people_[number];
    Request request{.person = first_person_ + static_cast<std::uint32_t>(number), .body = {}};
    if (person.lists.empty()) {
        request.body = lists_of(person);
    } else if (chance(1)) {
        request.body = checklist(person);
    } else if (person.open.empty() || chance(45)) {
        request.body = new_task(person);
    } else {
        request.body = about_open(person);
    }
    return request;
}

std::string Workload::lists_of(Person& person) {
    std::string commands;
    for (std::size_t n = 1 + below(4); n > 0; --n) {
        person.lists.push_back(new_id<ListKind>());
        if (!commands.empty()) commands += ',';
        commands += R"({"type":"CreateList","id":)" + quoted(person.lists.back().text()) + R"(,"name":)" +
                    quoted(words(1, 2)) + "}";
    }
    return batch(commands);
}

std::string Workload::checklist(Person& person) {
    std::string commands;
    for (std::size_t n = 5 + below(16); n > 0; --n) {
        if (!commands.empty()) commands += ',';
        commands += new_task(person);
    }
    return batch(commands);
}

std::string Workload::new_task(Person& person) {
    person.open.push_back(new_id<TaskKind>());
    return create_task(person.open.back(), person.lists);
}

std::string Workload::create_task(const TaskId& id, const std::vector<ListId>& lists) {
    std::string out = R"({"type":"CreateTask","id":)" + quoted(id.text()) + R"(,"title":)" + quoted(words(2, 7));
    if (!lists.empty() && chance(60)) out += R"(,"list":)" + quoted(lists[below(lists.size())].text());
    if (chance(20)) out += R"(,"notes":)" + quoted(words(8, 40));
    if (chance(25)) out += R"(,"priority":)" + quoted(priorities[below(priorities.size())]);
    if (chance(30)) out += R"(,"tags":[)" + quoted(tags[below(tags.size())]) + "]";
    if (chance(40)) {
        const std::string day = "2027-" + std::to_string(10 + below(3)) + "-" + std::to_string(10 + below(19));
        out += chance(70) ? R"(,"due":{"date":)" + quoted(day) + "}"
                          : R"(,"due":{"at":)" + quoted(day + "T09:30:00Z") + R"(,"zone":"Europe/Berlin"})";
    }
    return out + "}";
}

std::string Workload::about(const char* type, const TaskId& task, const std::string& members) {
    return R"({"type":")" + std::string(type) + R"(","task":)" + quoted(task.text()) + members + "}";
}

std::string Workload::about_open(Person& person) {
    const std::size_t at = below(person.open.size());
    const TaskId task = person.open[at];
    const std::uint64_t what = below(100);
    if (what < 42) {
        person.done.push_back(take_out(person.open, at));
        return about("CompleteTask", task);
    }
    if (what < 69) {
        if (chance(50)) return about("ChangeTaskDetails", task, R"(,"title":)" + quoted(words(2, 7)));
        if (chance(50)) return about("ChangeTaskDetails", task, R"(,"notes":)" + quoted(words(8, 40)));
        return about("ChangeTaskDetails", task,
                     R"(,"due":{"date":"2027-)" + std::to_string(10 + below(3)) + R"(-15"})");
    }
    if (what < 78)
        return about("MoveTask", task, R"(,"list":)" + quoted(person.lists[below(person.lists.size())].text()));
    if (what < 85) return about("ReorderTask", task, R"(,"rank":"V)" + std::to_string(1 + below(1'000'000)) + R"(V")");
    if (what < 91)
        return R"({"type":"AddComment","task":)" + quoted(task.text()) + R"(,"text":)" + quoted(words(3, 20)) + "}";
    if (what < 95) return about("SetReminder", task, R"(,"at":"2027-12-01T08:00:00Z")");
    if (what < 98 || person.done.empty()) {
        take_out(person.open, at);
        return about("DeleteTask", task);
    }
    const TaskId again = take_out(person.done, below(person.done.size()));
    person.open.push_back(again);
    return about("ReopenTask", again);
}

}  // namespace tasklog::bench

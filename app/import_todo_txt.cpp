#include <algorithm>
#include <array>

#include "app/import_task.hpp"
#include "app/import_text.hpp"

namespace tasklog::app {
namespace {

std::optional<Date> take_day(std::string_view& rest) {
    const auto day = usual_day(rest.substr(0, 10));
    if (!day || (rest.size() > 10 && rest[10] != ' ')) return std::nullopt;
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 11));
    return day;
}

Priority priority_of_letter(char letter) {
    constexpr std::array<Priority, 3> first{Priority::urgent, Priority::high, Priority::medium};
    const auto index = static_cast<std::size_t>(letter - 'A');
    return index < first.size() ? first[index] : Priority::low;
}

/// Takes what a word says about the task; false if it is a word of the title.
bool take_word(std::string_view word, ImportedTask& task) {
    if (word.size() > 1 && word[0] == '+') {
        if (task.list.empty()) {
            task.list = word.substr(1);
        } else {
            task.tags.emplace_back(word.substr(1));
        }
        return true;
    }
    if (word.size() > 1 && word[0] == '@') return task.tags.emplace_back(word.substr(1)), true;
    // What a program keeps of the priority of a task that is done.
    if (task.status == Status::completed && word.size() == 5 && word.starts_with("pri:") && word[4] >= 'A' &&
        word[4] <= 'Z')
        return task.priority = priority_of_letter(word[4]), true;
    const bool due = word.starts_with("due:");
    if (!due && !word.starts_with("t:")) return false;
    const auto day = usual_day(word.substr(due ? 4 : 2));
    if (!day) return false;  // a word like any other
    if (due) task.due = DueDate{*day};
    if (!due) task.start = *day;
    return true;
}

}  // namespace

Imported read_todo_txt(std::string_view text) {
    Imported out;
    Occurrences occurrences;
    for (const TextLine& line : lines_of(text)) {
        std::string_view rest = line.text;
        if (trimmed(rest).empty()) continue;
        ImportedTask task{
            .line = line.number, .identity = occurrences.of(std::string(rest)), .list = {}, .title = {}, .notes = {}};
        if (rest.starts_with("x ")) {
            task.status = Status::completed;
            rest.remove_prefix(2);
            static_cast<void>(take_day(rest));  // the day of completion: the log knows only its own time
        }
        if (rest.size() > 3 && rest[0] == '(' && rest[1] >= 'A' && rest[1] <= 'Z' && rest.substr(2, 2) == ") ") {
            task.priority = priority_of_letter(rest[1]);
            rest.remove_prefix(4);
        }
        // The days of creation, and of completion where the priority stands before it.
        while (take_day(rest)) continue;
        std::string wrong;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            if (!word.empty() && !take_word(word, task)) task.title.append(task.title.empty() ? "" : " ").append(word);
        }
        if (wrong.empty() && task.title.empty()) wrong = "the task has no title";
        if (wrong.empty()) {
            add(out, std::move(task));
        } else {
            out.bad.push_back({line.number, wrong});
        }
    }
    return out;
}

}  // namespace tasklog::app

#include <algorithm>
#include <array>

#include "app/import/formats/lines.hpp"
#include "app/import/formats/readers.hpp"
#include "words/repetitions.hpp"

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

/// "+1w": every week from the due date on; without + from when it was done. d, b (on weekdays), w, m, y.
std::optional<words::Repetition> repetition_of(std::string_view text) {
    words::Repetition out{.from_completion = !text.starts_with('+')};
    if (!out.from_completion) text.remove_prefix(1);
    if (text.size() < 2 || text.size() > 5) return std::nullopt;
    const auto interval = words::digits_of(text.substr(0, text.size() - 1));
    if (!interval || *interval == 0) return std::nullopt;
    out.interval = *interval;
    const char letter = text.back();
    if (letter == 'b') {
        if (*interval > 1) return std::nullopt;
        out.weekdays = {1, 2, 3, 4, 5};
    }
    constexpr std::string_view letters = "dwbmy";
    constexpr std::array units{words::Unit::day, words::Unit::week, words::Unit::week, words::Unit::month,
                               words::Unit::year};
    const std::size_t at = letters.find(letter);
    if (at == std::string_view::npos) return std::nullopt;
    out.unit = units[at];
    return out;
}

class TodoTxtReader final : public ImportReader {
  public:
    TodoTxtReader(const OpenFile& open, const ImportContext& context, Report& report)
        : context_(context), report_(report), lines_(open()) {}

    std::optional<ForeignItem> next() override {
        while (const auto line = lines_.next()) {
            if (line->is_cut) report_.lost(line->number, "the line has more than a million characters, and is cut");
            if (trimmed(line->text).empty()) continue;
            if (auto task = read(*line)) return task;
        }
        return std::nullopt;
    }

  private:
    std::optional<ForeignTask> read(const TextLine& line) {
        std::string_view rest = line.text;
        ForeignTask task{.line = line.number, .id = id_of_foreign_task(occurrences_.of(line.text))};
        const auto take_priority = [&] {
            if (rest.size() <= 3 || rest[0] != '(' || rest[1] < 'A' || rest[1] > 'Z' || rest.substr(2, 2) != ") ")
                return;
            task.priority = priority_of_letter(rest[1]);
            rest.remove_prefix(4);
        };
        if (rest.starts_with("x ")) {
            task.status = Status::completed;
            rest.remove_prefix(2);
        }
        take_priority();
        std::vector<Date> days;
        while (const auto day = take_day(rest)) days.push_back(*day), take_priority();
        // Of a task that is done the first day is when, the second when it was made; where there is one, it is when.
        const bool done = task.status == Status::completed;
        if (done && !days.empty()) task.ended = first_moment_of(days[0], context_.zone);
        if (days.size() > (done ? 1 : 0)) task.created = first_moment_of(days[done ? 1 : 0], context_.zone);
        std::optional<words::Repetition> repetition;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            if (auto read = word.starts_with("rec:") ? repetition_of(word.substr(4)) : std::nullopt) {
                repetition = std::move(read);
            } else if (!word.empty() && !take_word(word, task)) {
                task.title.append(task.title.empty() ? "" : " ").append(word);
            }
        }
        if (repetition) {
            const auto* due = task.due ? std::get_if<DueDate>(&*task.due) : nullptr;
            make_recurring(task, repetition->rule(due ? due->date : Date{}), repetition->from_completion, {}, context_,
                           report_);
        }
        if (!fit(task, context_, report_)) return std::nullopt;
        return task;
    }

    /// Takes what a word says about the task; false if it is a word of the title.
    bool take_word(std::string_view word, ForeignTask& task) {
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
        if (word == "h:1") {
            report_.lost(task.line, "h:1 hides the task in other programs: here it is seen");
            return true;
        }
        const bool due = word.starts_with("due:");
        if (!due && !word.starts_with("t:")) return false;
        const auto day = usual_day(word.substr(due ? 4 : 2));
        if (!day) return false;  // a word like any other
        if (due) task.due = DueDate{*day};
        if (!due) task.start = *day;
        return true;
    }

    const ImportContext& context_;
    Report& report_;
    Lines lines_;
    Occurrences occurrences_;
};

}  // namespace

std::unique_ptr<ImportReader> read_todo_txt(const OpenFile& open, const ImportContext& context, Report& report) {
    return std::make_unique<TodoTxtReader>(open, context, report);
}

}  // namespace tasklog::app

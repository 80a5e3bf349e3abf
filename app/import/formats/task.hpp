#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/task.hpp"

/// What foreign files hold, in our words.
namespace tasklog::app {

struct ForeignReminder {
    std::string id{};  ///< empty: the file knows none
    std::optional<RelativeTime> relative{};
    std::optional<Instant> at{};
};

struct ForeignTask {
    std::size_t line = 0;   ///< where it begins in the file, from 1
    std::string id{};       ///< a UUID: its own, or made from what says the same in every reading of the file
    std::string list{};     ///< the name of its list, empty: the inbox
    std::string section{};  ///< the name of its section of that list
    std::string list_id{};  ///< where the file knows it
    std::string title{};
    std::string notes{};
    Priority priority = Priority::none;
    Status status = Status::open;
    std::vector<std::string> tags{};
    std::optional<Due> due{};
    std::optional<Date> start{};
    std::optional<Recurrence> recurrence{};
    std::optional<std::uint64_t> estimate{};  ///< minutes
    std::vector<ForeignReminder> reminders{};
    std::optional<Instant> created{};
    std::optional<Instant> ended{};
    std::string parent{};  ///< the id of the task that it is a part of
    std::string next{};    ///< the id of the occurrence after it
    std::string rank{};
    std::string assignee{};  ///< a person's id

    /// What Tasklog's own files and `CreateTask` have under the same names.
    template <class Self, class F>
    static void details(Self& t, F f) {
        f("notes", t.notes), f("priority", t.priority), f("tags", t.tags), f("due", t.due), f("start", t.start);
        f("recurrence", t.recurrence), f("estimate", t.estimate), f("status", t.status), f("createdAt", t.created),
            f("endedAt", t.ended);
    }
};

struct ForeignList {
    std::size_t line = 0;
    std::string id{};
    std::string name{};
    std::string color{};
    std::string rank{};
    bool archived = false;
    std::string parent{};  ///< the id of the list that it stands in
    bool section = false;
    std::optional<Instant> created{};
};

struct ForeignComment {
    std::size_t line = 0;
    std::string id{};
    std::string task{};  ///< the id of what it is about
    std::string text{};
    std::optional<Instant> created{};
};

/// A saved one, in its words.
struct ForeignFilter {
    std::size_t line = 0;
    std::string id{};
    std::string name{};
    std::string words{};
};

/// Nothing yet, but time for others to have their turn.
struct NothingYet {};

using ForeignItem = std::variant<NothingYet, ForeignList, ForeignTask, ForeignComment, ForeignFilter>;

/// A line of the file that a person is told of.
struct ReportLine {
    std::size_t line = 0;
    std::string why{};
    bool skipped = false;  ///< the whole thing, not a part of it
};

/// What could not be read, or not be kept, in the order of reading.
class Report {
  public:
    /// Of a task that is read all the same.
    void lost(std::size_t line, std::string why) { lines_.push_back({line, std::move(why), false}); }
    /// It is not read.
    void skipped(std::size_t line, std::string why) { lines_.push_back({line, std::move(why), true}); }
    std::vector<ReportLine> take() { return std::exchange(lines_, {}); }

  private:
    std::vector<ReportLine> lines_;
};

/// For whom a file is read, and when.
struct ImportContext {
    std::string zone = "Etc/UTC";  ///< IANA: of times that name none
    Instant now{};                 ///< "5 Dec" is the next one; what is later was not done yet
    std::string file_name{};       ///< of a Todoist export: the project
    std::string person{};          ///< an id: whose comments and reminders are their own
};

/// Reads the things of a file one after another.
class ImportReader {
  public:
    virtual ~ImportReader() = default;
    /// None at the file's end.
    virtual std::optional<ForeignItem> next() = 0;
};

/// Without spaces and tabs at its ends.
std::string trimmed(std::string_view text);

/// A day that the commands take.
std::optional<Date> usual_day(std::string_view text);

/// A day's first moment in a zone.
Instant first_moment_of(const Date& day, const std::string& zone);
Date day_of(const Instant& at, const std::string& zone);

/// The id of a task that the file knows by `identity`, the same in every reading.
std::string id_of_foreign_task(const std::string& identity);

/// Makes identities of equal lines differ: the first "buy milk" is not the second.
class Occurrences {
  public:
    std::string of(const std::string& text);

  private:
    std::map<std::uint64_t, int> seen_;  ///< by a hash: a file may have many, and long ones
};

/// A line of its own behind the notes.
void add_note(ForeignTask& task, std::string_view text);

/// Makes a task one that the commands take; what is too long, or of the future, is cut, and told of. False: it has no
/// title, and is skipped.
bool fit(ForeignTask& task, const ImportContext& context, Report& report);

/// Gives the task a recurrence that begins with its due date; where it can't have one, the notes and the report say so.
void make_recurring(ForeignTask& task, const std::string& rule, bool from_completion, std::vector<Date> except,
                    const ImportContext& context, Report& report);

}  // namespace tasklog::app

#include <map>

#include "app/import/formats/lines.hpp"
#include "app/import/formats/readers.hpp"
#include "events/format/json_read.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

std::string text_member(const json::Value& object, const char* name) {
    const auto value = json::find(object, name);
    return std::string(value ? json::text_of(*value).value_or("") : "");
}

/// The lines that GET /api/v1/export writes; also those of the web app before there was that, which are tasks without
/// a kind.
class TasklogReader final : public ImportReader {
  public:
    TasklogReader(const OpenFile& open, const ImportContext& context, Report& report)
        : context_(context), report_(report), lines_(open()) {}

    std::optional<ForeignItem> next() override {
        while (const auto line = lines_.next()) {
            if (trimmed(line->text).empty()) continue;
            if (line->is_cut) {
                report_.skipped(line->number, "the line has more than a million characters");
                continue;
            }
            const auto value = json::parse(line->text);
            if (!value || !value->is_object()) {
                report_.skipped(line->number, "this is no JSON object");
                continue;
            }
            const std::string kind = text_member(*value, "kind");
            if (kind == "person") {
                names_[text_member(*value, "id")] = text_member(*value, "name");
            } else if (kind == "list") {
                if (auto list = read_list(*value, line->number)) return list;
            } else if (kind == "comment") {
                if (auto comment = read_comment(*value, line->number)) return comment;
            } else if (kind == "filter") {
                if (auto filter = read_filter(*value, line->number)) return filter;
            } else if (kind == "task" || kind.empty()) {
                if (auto task = read_task(*value, line->number)) return task;
            } else if (kind != "export") {
                report_.skipped(line->number,
                                "the kind is " + text::cut(kind, 40) + ", not list, task, comment or filter");
            }
        }
        return std::nullopt;
    }

  private:
    template <class T>
    bool read(const json::Value& object, const char* name, T& out, std::size_t line) {
        const auto fault = json::read_member(object, name, out);
        if (fault)
            report_.lost(line,
                         std::string(name) + fault->pointer.substr(1 + std::string(name).size()) + " " + fault->why);
        return !fault;
    }

    /// Empty if it has none.
    static std::string id_of(const json::Value& object) {
        const std::string id = text_member(object, "id");
        return is_uuid(id) ? id : std::string();
    }

    std::optional<ForeignItem> read_list(const json::Value& value, std::size_t line) {
        ForeignList list{.line = line, .id = id_of(value), .name = text_member(value, "name")};
        if (list.id.empty() || text::is_blank(list.name)) {
            report_.skipped(line, "the list has no id, or no name");
            return std::nullopt;
        }
        list.color = text_member(value, "color");
        list.rank = text_member(value, "rank");
        list.parent = text_member(value, "parent");
        read(value, "section", list.section, line);
        read(value, "archived", list.archived, line);
        read(value, "createdAt", list.created, line);
        return list;
    }

    std::optional<ForeignItem> read_comment(const json::Value& value, std::size_t line) {
        ForeignComment comment{
            .line = line, .id = id_of(value), .task = text_member(value, "task"), .text = text_member(value, "text")};
        if (comment.id.empty() || !is_uuid(comment.task) || text::is_blank(comment.text)) {
            report_.skipped(line, "the comment has no id, no task or no text");
            return std::nullopt;
        }
        read(value, "createdAt", comment.created, line);
        const std::string author = text_member(value, "author");
        if (!author.empty() && author != context_.person) {
            comment.text = name_of_person(author) + ": " + comment.text;
            report_.lost(line, "the comment is somebody else's: it stands there as yours, with their name");
        }
        return comment;
    }

    std::optional<ForeignItem> read_filter(const json::Value& value, std::size_t line) {
        ForeignFilter filter{
            .line = line, .id = id_of(value), .name = text_member(value, "name"), .words = text_member(value, "words")};
        if (filter.id.empty() || text::is_blank(filter.name) || filter.words.empty()) {
            report_.skipped(line, "the filter has no id, no name or no words");
            return std::nullopt;
        }
        return filter;
    }

    std::optional<ForeignItem> read_task(const json::Value& value, std::size_t line) {
        ForeignTask task{.line = line, .id = id_of(value), .title = text_member(value, "title")};
        if (task.id.empty() || text::is_blank(task.title)) {
            report_.skipped(line, "the task has no id, or no title");
            return std::nullopt;
        }
        bool deleted = false;
        read(value, "deleted", deleted, line);
        if (deleted) return report_.skipped(line, "the task is in the bin"), std::nullopt;
        task.list_id = text_member(value, "list");
        task.parent = text_member(value, "parent");
        task.next = text_member(value, "next");
        task.rank = text_member(value, "rank");
        ForeignTask::details(task, [&](const char* name, auto& member) { read(value, name, member, line); });
        read_reminders(value, task);
        const std::string assignee = text_member(value, "assignee");
        if (assignee == context_.person) {
            task.assignee = assignee;
        } else if (!assignee.empty()) {
            add_note(task, "For: " + name_of_person(assignee));
            report_.lost(line, "whom it is assigned to stands in the notes: " + name_of_person(assignee));
        }
        if (!fit(task, context_, report_)) return std::nullopt;
        return task;
    }

    void read_reminders(const json::Value& value, ForeignTask& task) {
        simdjson::dom::array reminders;
        if (value.at_key("reminders").get(reminders)) return;
        for (const json::Value& each : reminders) {
            if (const std::string person = text_member(each, "person"); !person.empty() && person != context_.person) {
                report_.lost(task.line, "a reminder of " + name_of_person(person) + " is left out: it is theirs");
                continue;
            }
            ForeignReminder reminder{.id = id_of(each)};
            if (!read(each, "relative", reminder.relative, task.line)) continue;
            if (!reminder.relative && !read(each, "at", reminder.at, task.line)) continue;
            const bool past = reminder.at && *reminder.at < context_.now;
            if (!past && (reminder.relative || reminder.at)) task.reminders.push_back(std::move(reminder));
        }
    }

    std::string name_of_person(const std::string& id) const {
        const auto at = names_.find(id);
        return at == names_.end() || at->second.empty() ? id : at->second;
    }

    const ImportContext& context_;
    Report& report_;
    Lines lines_;
    std::map<std::string, std::string> names_;  ///< by a person's id
};

}  // namespace

std::unique_ptr<ImportReader> read_tasklog(const OpenFile& open, const ImportContext& context, Report& report) {
    return std::make_unique<TasklogReader>(open, context, report);
}

}  // namespace tasklog::app

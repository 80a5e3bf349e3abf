#include "command/request/decode.hpp"

#include <algorithm>
#include <array>

#include "command/limits.hpp"
#include "events/json_read.hpp"
#include "events/rank.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"

namespace tasklog::command {

// Found by their argument, where json::read_fields looks for them.
static json::MaybeFault read(const json::Value& json, RepeatFrom& out) {
    const std::string_view text = json::text_of(json).value_or("");
    if (text != "due" && text != "completion") return json::Fault{"must be due or completion"};
    out = text == "due" ? RepeatFrom::due : RepeatFrom::completion;
    return std::nullopt;
}
static json::MaybeFault read(const json::Value& json, SkipTo& out) {
    const std::string_view text = json::text_of(json).value_or("");
    if (text != "next" && text != "today") return json::Fault{"must be next or today"};
    out = text == "next" ? SkipTo::next : SkipTo::today;
    return std::nullopt;
}
static json::MaybeFault read(const json::Value& json, NewReminder& out) {
    if (!json.is_object()) return json::Fault{"must be a reminder: an object with at or relative"};
    return json::read_fields(json, out);
}

namespace {

using json::Fault;
using json::MaybeFault;
using json::Value;

constexpr const char* unusual_year = "must be of the years 1900 to 2999";
constexpr const char* no_zone = "must be an IANA time zone such as Europe/Berlin";

Problem bad_field(const std::string& where, const Fault& fault) {
    return invalid_field(where + fault.pointer, fault.why);
}

constexpr const char* control = "must not have control characters";

MaybeFault check_size(const std::string& text, std::size_t max_chars) {
    if (text::chars(text) <= max_chars) return std::nullopt;
    return Fault{"must have at most " + std::to_string(max_chars) + " characters"};
}

MaybeFault check_line(const std::string& text, std::size_t max_chars) {
    if (text::is_blank(text)) return Fault{"must not be empty"};
    if (text::has_lines(text)) return Fault{"must be one line"};
    return check_size(text, max_chars);
}

MaybeFault check_comment(const std::string& text) {
    if (text::is_blank(text)) return Fault{"must not be empty"};
    return check_size(text, max_comment_chars);
}

/// Every text of a command, whatever its name and however deep: what one field let through would be stored for ever.
MaybeFault check_texts(const Value& value) {
    simdjson::dom::array array;
    simdjson::dom::object object;
    if (const auto text = json::text_of(value)) {
        if (text::has_control(*text)) return Fault{control};
    } else if (!value.get(array)) {
        std::size_t number = 0;
        for (const Value& each : array) {
            if (auto fault = check_texts(each)) return Fault{fault->why, "/" + std::to_string(number) + fault->pointer};
            ++number;
        }
    } else if (!value.get(object)) {
        for (const auto& [name, each] : object)
            if (auto fault = check_texts(each)) return Fault{fault->why, "/" + std::string(name) + fault->pointer};
    }
    return std::nullopt;
}

MaybeFault check_color(const std::string& color) {
    return color.empty() || text::is_color(color) ? MaybeFault{} : Fault{"must be a colour such as #3366cc"};
}

MaybeFault check_rank(const std::string& rank) {
    if (rank::valid(rank)) return std::nullopt;
    return Fault{"must be 1 to " + std::to_string(rank::max_given) + " of [0-9A-Za-z] and not end in 0"};
}

MaybeFault check_tags(std::vector<std::string>& tags) {
    if (tags.size() > max_tags) return Fault{"must have at most " + std::to_string(max_tags) + " tags"};
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (auto fault = check_line(tags[i], max_tag_chars)) return Fault{fault->why, "/" + std::to_string(i)};
    }
    std::vector<std::string> unique;
    for (std::string& tag : tags)
        if (std::find(unique.begin(), unique.end(), tag) == unique.end()) unique.push_back(std::move(tag));
    tags = std::move(unique);
    return std::nullopt;
}

MaybeFault check_due(const Due& due) {
    if (const auto* day = std::get_if<DueDate>(&due))
        return is_usual(day->date) ? MaybeFault{} : Fault{unusual_year, "/date"};
    const auto& moment = std::get<DueInstant>(due);
    if (!is_usual(moment.at)) return Fault{unusual_year, "/at"};
    return calendar::is_zone(moment.zone) ? MaybeFault{} : Fault{no_zone, "/zone"};
}

/// Looks at a field's value by its name: the rules are the same in all commands.
MaybeFault check_value(std::string_view name, std::string& text) {
    if (name == "title") return check_line(text, max_title_chars);
    if (name == "name") return check_line(text, max_name_chars);
    if (name == "notes") return check_size(text, max_notes_chars);
    if (name == "color") return check_color(text);
    if (name == "rank") return check_rank(text);
    if (name == "text") return check_comment(text);
    if (name == "tag" || name == "to") return check_line(text, max_tag_chars);
    if (name == "zone" && !calendar::is_zone(text)) return Fault{no_zone};
    if (name == "rule")
        if (auto fault = calendar::parse_rule(text).fault) return Fault{*fault};
    return std::nullopt;
}
MaybeFault check_value(std::string_view, std::vector<std::string>& tags) { return check_tags(tags); }
MaybeFault check_value(std::string_view, Due& due) { return check_due(due); }
MaybeFault check_value(std::string_view, Date& day) { return is_usual(day) ? MaybeFault{} : Fault{unusual_year}; }
MaybeFault check_value(std::string_view name, Instant& at) {
    // Not the due of a FireReminder: it was computed.
    return (name != "at" && name != "createdAt" && name != "endedAt") || is_usual(at) ? MaybeFault{}
                                                                                      : Fault{unusual_year};
}
MaybeFault check_value(std::string_view, std::vector<Date>& days) {
    if (days.size() > max_except) return Fault{"must have at most " + std::to_string(max_except) + " days"};
    for (std::size_t i = 0; i < days.size(); ++i)
        if (!is_usual(days[i])) return Fault{unusual_year, "/" + std::to_string(i)};
    return std::nullopt;
}
MaybeFault check_value(std::string_view, Role& role) {
    if (role != Role::owner) return std::nullopt;
    return Fault{"must be viewer, commenter or editor: there is one owner, and TransferOwnership makes another"};
}
MaybeFault check_value(std::string_view, RelativeTime& relative) {
    if (relative.minutes > max_reminder_minutes || relative.minutes < -max_reminder_minutes)
        return Fault{"must be at most " + std::to_string(max_reminder_minutes) + " either way", "/minutes"};
    if (relative.days && (*relative.days > max_reminder_days || *relative.days < -max_reminder_days))
        return Fault{"must be at most " + std::to_string(max_reminder_days) + " either way", "/days"};
    return calendar::is_zone(relative.zone) ? MaybeFault{} : Fault{no_zone, "/zone"};
}
MaybeFault check_value(std::string_view, std::vector<NewReminder>& reminders) {
    if (reminders.size() > max_reminders)
        return Fault{"must have at most " + std::to_string(max_reminders) + " reminders"};
    for (std::size_t i = 0; i < reminders.size(); ++i) {
        NewReminder& each = reminders[i];
        const std::string pointer = "/" + std::to_string(i);
        if (each.at.has_value() == each.relative.has_value()) return Fault{"needs either at or relative", pointer};
        if (each.at && !is_usual(*each.at)) return Fault{unusual_year, pointer + "/at"};
        if (each.relative)
            if (auto fault = check_value("relative", *each.relative))
                return Fault{fault->why, pointer + "/relative" + fault->pointer};
        if (!each.reminder) each.reminder = ReminderId{uuid_v7_bytes()};
    }
    return std::nullopt;
}
MaybeFault check_value(std::string_view, Recurrence& recurrence) {
    if (auto fault = calendar::parse_rule(recurrence.rule).fault) return Fault{*fault, "/rule"};
    if (auto fault = check_value("except", recurrence.except)) return Fault{fault->why, "/except" + fault->pointer};
    if (!recurrence.zone.empty() && !calendar::is_zone(recurrence.zone)) return Fault{no_zone, "/zone"};
    if (auto fault = check_due(recurrence.start)) return Fault{fault->why, "/start" + fault->pointer};
    if (auto fault = check_due(recurrence.occurrence)) return Fault{fault->why, "/occurrence" + fault->pointer};
    if (recurrence.number == 0 || recurrence.number > max_occurrence_number)
        return Fault{"must be 1 to " + std::to_string(max_occurrence_number), "/number"};
    return std::nullopt;
}
template <class T>
MaybeFault check_value(std::string_view, T&) {
    return std::nullopt;
}
template <class T>
MaybeFault check_value(std::string_view name, std::optional<T>& value) {
    return value ? check_value(name, *value) : std::nullopt;
}

/// The fields that a command can't do without. `id` is made when it is missing.
template <class C>
bool needed(std::string_view name) {
    if (name == "task") return true;
    if (name == "list") return !std::is_same_v<C, CreateTask>;
    if (name == "title" || name == "name") return !std::is_same_v<C, ChangeTaskDetails>;
    if (name == "color") return std::is_same_v<C, RecolourList>;
    if (name == "comment" || name == "text" || name == "tag") return true;
    if (name == "to") return std::is_same_v<C, RenameTag>;
    if (name == "rule" || name == "parent" || name == "assignee") return true;
    if (name == "invitation" || name == "role") return true;
    if (name == "reminder") return true;
    if (name == "due") return std::is_same_v<C, FireReminder>;
    if (name == "person") return !std::is_same_v<C, InviteMember>;
    return false;
}

/// More than any command has.
constexpr std::size_t max_fields = 20;
using Given = std::array<std::optional<Value>, max_fields>;

/// What is given of a command's fields, in their order: each is looked for once.
template <class C>
std::expected<Given, Fault> given_of(const Value& object) {
    std::array<std::string_view, max_fields> names;
    Given out;
    C any;
    std::size_t count = 0;
    C::fields(any, [&](const char* name, auto&) { names.at(count++) = name; });
    for (const auto& [name, value] : simdjson::dom::object(object)) {
        std::size_t at = 0;
        while (at < count && names[at] != name) ++at;
        if (at < count) {
            auto& given = out[at];
            if (!given) given = value;
        } else if (name != "type" && name != "workspace" && name != "expectedVersion") {
            return std::unexpected(Fault{"is not a field of " + std::string(C::name), "/" + std::string(name)});
        }
    }
    return out;
}

/// A recurrence begins with the task's due date, where it says nothing else.
MaybeFault complete_recurrence(const Value& given, CreateTask& command) {
    for (const auto& [name, value] : simdjson::dom::object(given)) {
        const bool known = name == "rule" || name == "except" || name == "from" || name == "skipMissed" ||
                           name == "zone" || name == "start" || name == "occurrence" || name == "number";
        if (!known) return Fault{"is not a field of a recurrence", "/recurrence/" + std::string(name)};
    }
    if (!json::find(given, "rule")) return Fault{"is missing", "/recurrence/rule"};
    RepeatFrom from = RepeatFrom::due;
    if (auto fault = json::read_member(given, "from", from)) return Fault{fault->why, "/recurrence/from"};
    Recurrence& recurrence = *command.recurrence;
    if (!json::find(given, "start")) recurrence.start = command.due.value_or(Due{});
    if (!json::find(given, "occurrence")) recurrence.occurrence = command.due.value_or(Due{});
    return std::nullopt;
}

template <class C>
MaybeFault read_command(const Value& object, C& command) {
    const auto given = given_of<C>(object);
    if (!given) return given.error();
    if (auto fault = check_texts(object)) return fault;
    MaybeFault first;
    std::size_t number = 0;
    C::fields(command, [&](const char* name, auto& value) {
        const std::optional<Value>& field = (*given)[number++];
        if (!first && field) first = json::read_at(*field, name, value);
    });
    if (first) return first;
    number = 0;
    C::fields(command, [&](const char* name, auto& value) {
        const std::optional<Value>& field = (*given)[number++];
        if (first) return;
        const std::string_view what = name;
        const bool null_means_none =
            (std::is_same_v<C, MoveTask> && what == "list") || what == "parent" || what == "assignee";
        const bool missing = !field || field->is_null();
        if (missing && needed<C>(name) && !(field && null_means_none)) {
            first = Fault{"is missing", std::string("/") + name};
        } else if (!missing) {
            first = check_value(name, value);
            if (first) first->pointer = std::string("/") + name + first->pointer;
        }
    });
    if (first) return first;
    if constexpr (requires { command.if_absent; }) {
        if (command.if_absent && !json::find(object, "id")) return Fault{"needs an id", "/ifAbsent"};
    }
    if constexpr (std::is_same_v<C, CreateTask>) {
        if (!command.task) command.task = TaskId{uuid_v7_bytes()};
        if (command.recurrence)
            if (auto fault = complete_recurrence(*json::find(object, "recurrence"), command)) return fault;
    } else if constexpr (std::is_same_v<C, CreateList>) {
        if (!command.list) command.list = ListId{uuid_v7_bytes()};
    } else if constexpr (std::is_same_v<C, AddComment>) {
        if (!command.comment) command.comment = CommentId{uuid_v7_bytes()};
    } else if constexpr (std::is_same_v<C, DuplicateTask>) {
        if (!command.copy) command.copy = TaskId{uuid_v7_bytes()};
    } else if constexpr (std::is_same_v<C, CreateNextOccurrence>) {
        if (!command.next) command.next = TaskId{uuid_v7_bytes()};
    } else if constexpr (std::is_same_v<C, InviteMember>) {
        if (!command.invitation) command.invitation = InvitationId{uuid_v7_bytes()};
    } else if constexpr (std::is_same_v<C, SetReminder>) {
        if (command.at.has_value() == command.relative.has_value()) return Fault{"needs either at or relative"};
        if (!command.reminder) command.reminder = ReminderId{uuid_v7_bytes()};
    } else if constexpr (std::is_same_v<C, SetRecurrence>) {
        if (command.start.has_value() != command.occurrence.has_value() ||
            command.start.has_value() != command.number.has_value())
            return Fault{"needs start, occurrence and number, or none of them", "/start"};
        if (command.number && (*command.number == 0 || *command.number > max_occurrence_number))
            return Fault{"must be 1 to " + std::to_string(max_occurrence_number), "/number"};
    } else if constexpr (std::is_same_v<C, MarkNotificationsRead>) {
        if (command.through.has_value() == command.notification.has_value())
            return Fault{"needs either through or notification"};
    } else if constexpr (requires { command.after; }) {
        const bool neighbours = command.after || command.before;
        if (command.rank.has_value() == neighbours) return Fault{"needs either rank, or after and before"};
    }
    return std::nullopt;
}

template <std::size_t I = 0>
bool read_as(std::string_view type, const Value& object, Body& out, MaybeFault& fault) {
    if constexpr (I == std::variant_size_v<Body>) {
        return false;
    } else {
        using C = std::variant_alternative_t<I, Body>;
        if (C::name != type) return read_as<I + 1>(type, object, out, fault);
        fault = read_command(object, out.emplace<I>());
        return true;
    }
}

std::expected<Command, Problem> read_one(const Value& object, const std::string& where) {
    if (!object.is_object()) return std::unexpected(bad_field(where, {"must be a command, an object with a type"}));
    const auto given = json::find(object, "type");
    if (!given) return std::unexpected(bad_field(where, {"is missing", "/type"}));
    const auto type = json::text_of(*given);
    if (!type) return std::unexpected(bad_field(where, {"must be a string", "/type"}));
    Command command;
    if (auto fault = json::read_member(object, "expectedVersion", command.expected_version))
        return std::unexpected(bad_field(where, *fault));
    MaybeFault fault;
    if (!read_as(*type, object, command.body, fault))
        return std::unexpected(Problem{.type = problems::unknown_command,
                                       .detail = "There is no command of this type. docs/openapi.yaml lists them.",
                                       .pointer = where + "/type"});
    if (fault) return std::unexpected(bad_field(where, *fault));
    return command;
}

std::expected<std::vector<Command>, Problem> read_batch(const Value& body) {
    for (const auto& [name, value] : simdjson::dom::object(body)) {
        if (name != "commands" && name != "workspace")
            return std::unexpected(bad_field("", {"is not a field of a batch", "/" + std::string(name)}));
    }
    simdjson::dom::array commands;
    if (body.at_key("commands").get(commands) || commands.size() == 0 || commands.size() > max_commands)
        return std::unexpected(
            bad_field("", {"must be an array of 1 to " + std::to_string(max_commands) + " commands", "/commands"}));
    std::vector<Command> out;
    out.reserve(commands.size());
    for (const Value& each : commands) {
        const std::string where = "/commands/" + std::to_string(out.size());
        if (each.is_object() && json::find(each, "workspace"))
            return std::unexpected(
                bad_field(where, {"is named once, beside commands: a batch is for one workspace", "/workspace"}));
        auto command = read_one(each, where);
        if (!command) return std::unexpected(command.error());
        out.push_back(std::move(*command));
    }
    return out;
}

}  // namespace

std::expected<Request, Problem> decode(std::string_view body, const PersonId& actor, const WorkspaceId& new_workspace) {
    const auto document = json::parse(body);
    if (!document) return std::unexpected(malformed_json(json::fault_position(body)));
    if (!document->is_object()) return std::unexpected(bad_field("", {"must be a command, or {\"commands\":[…]}"}));
    Request request{.workspace = {actor.bytes}, .actor = actor};
    if (auto fault = json::read_member(*document, "workspace", request.workspace))
        return std::unexpected(bad_field("", *fault));
    if (json::find(*document, "commands")) {
        auto commands = read_batch(*document);
        if (!commands) return std::unexpected(commands.error());
        request.commands = std::move(*commands);
        request.batch = true;
    } else {
        auto command = read_one(*document, "");
        if (!command) return std::unexpected(command.error());
        request.commands.push_back(std::move(*command));
        if (std::holds_alternative<CreateWorkspace>(request.commands[0].body) && !json::find(*document, "workspace"))
            request.workspace = new_workspace;
    }
    return request;
}

}  // namespace tasklog::command

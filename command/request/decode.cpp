#include "command/request/decode.hpp"

#include <array>
#include <cassert>

#include "command/limits.hpp"
#include "events/format/json_read.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"
#include "words/line_json.hpp"

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

Problem bad_field(const std::string& where, const Fault& fault) {
    return invalid_field(where + fault.pointer, fault.why);
}

constexpr const char* control = "must not have control characters";

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

/// The rule is of the value inside.
template <class T, class Rule>
MaybeFault check_given(T& value, const Rule& rule) {
    if constexpr (requires { value.has_value(); }) {
        return value ? check_given(*value, rule) : std::nullopt;
    } else {
        return rule(value);
    }
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
    C::fields(any, [&](const char* name, auto&&...) { names.at(count++) = name; });
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

template <class Kind>
void make(std::optional<Id<Kind>>& id) {
    id = Id<Kind>{uuid_v7_bytes()};
}
void make(auto&) { assert(false && "only an id can be made"); }

template <class C>
MaybeFault read_command(const Value& object, C& command) {
    const auto given = given_of<C>(object);
    if (!given) return given.error();
    if (auto fault = check_texts(object)) return fault;
    MaybeFault first;
    std::size_t number = 0;
    C::fields(command, [&](const char* name, auto& value, auto&&...) {
        const std::optional<Value>& field = (*given)[number++];
        if (!first && field) first = json::read_at(*field, name, value);
    });
    if (first) return first;
    number = 0;
    C::fields(
        command, [&]<class T, class Rule = ByType>(const char* name, T& value, Presence presence, Rule rule = {}) {
            const std::optional<Value>& field = (*given)[number++];
            if (first) return;
            const bool missing = !field || field->is_null();
            if (!missing) {
                first = check_given(value, rule);
                if (first) first->pointer = std::string("/") + name + first->pointer;
            } else if (presence == must || (presence == must_or_null && !field)) {
                first = Fault{"is missing", std::string("/") + name};
            } else if (presence == or_made) {
                make(value);
            }
        });
    if (first) return first;
    if constexpr (requires { command.if_absent; }) {
        if (command.if_absent && !json::find(object, "id")) return Fault{"needs an id", "/ifAbsent"};
    }
    if constexpr (std::is_same_v<C, CreateTask>) {
        if (command.recurrence)
            if (auto fault = complete_recurrence(*json::find(object, "recurrence"), command)) return fault;
    }
    if constexpr (requires { command.fault(); }) return command.fault();
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

#pragma once
#include <gtest/gtest.h>

#include "command/decide.hpp"
#include "events/format/json.hpp"
#include "events/value/rank.hpp"

/// given(events).when(command).then(events or refusal): a test of a decision is a sentence about the domain.
namespace tasklog::testing {

constexpr Instant noon{1'800'000'000'000'000};

template <class Kind>
Id<Kind> id(unsigned number) {
    Id<Kind> out;
    out.bytes[15] = static_cast<std::uint8_t>(number);
    out.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    out.bytes[0] = 1;
    return out;
}
inline TaskId task(unsigned number) { return id<TaskKind>(number); }
inline ListId list(unsigned number) { return id<ListKind>(number); }
inline PersonId person(unsigned number) { return id<PersonKind>(number); }
inline WorkspaceId workspace(unsigned number) { return id<WorkspaceKind>(number); }

inline TaskCreated task_created(unsigned number, std::string title = "Buy milk", std::string rank = "V") {
    return {.task = task(number),
            .list = {},
            .title = std::move(title),
            .notes = {},
            .tags = {},
            .due = {},
            .start = {},
            .rank = std::move(rank)};
}
inline ListCreated list_created(unsigned number, std::string name = "Home", std::string rank = "V") {
    return {.list = list(number), .title = std::move(name), .color = {}, .rank = std::move(rank)};
}

/// At `rank`, or behind the others.
inline command::CreateTask create_task(unsigned number, std::string title = "Buy milk",
                                       std::optional<std::string> rank = {}) {
    return {.task = task(number),
            .list = {},
            .title = std::move(title),
            .notes = {},
            .tags = {},
            .due = {},
            .start = {},
            .rank = std::move(rank)};
}
/// The first person's, in their own workspace.
inline command::Request request_to(command::Body body, const CommitId& commit, std::optional<std::string> key = {},
                                   std::string fingerprint = "f") {
    command::Request out{.workspace = {person(1).bytes},
                         .actor = person(1),
                         .commit = commit,
                         .now = noon,
                         .key = std::move(key),
                         .fingerprint = std::move(fingerprint)};
    out.commands.push_back({.expected_version = {}, .body = std::move(body)});
    return out;
}

/// What a command comes to, whatever it costs.
inline command::Decision decide(const Workspace& workspace, const command::Sender& sender,
                                const command::Command& command) {
    command::Cost cost;
    return command::decide(workspace, sender, command, cost);
}

/// The events as JSON: what differs is readable.
inline std::vector<std::string> texts(const std::vector<Event>& events) {
    std::vector<std::string> out;
    for (const Event& event : events) {
        rapidjson::StringBuffer buffer;
        json::Writer w(buffer);
        w.StartObject();
        std::visit(
            [&]<class E>(const E& e) {
                w.Key("type");
                json::write(w, E::name);
                json::write_fields(w, e);
            },
            event);
        w.EndObject();
        out.emplace_back(buffer.GetString(), buffer.GetSize());
    }
    return out;
}

class When {
  public:
    When(Workspace state, command::Decision decision) : state_(std::move(state)), decision_(std::move(decision)) {}

    template <class... E>
    When& then(E... events) {
        const std::vector<Event> expected{Event(std::move(events))...};
        EXPECT_TRUE(decision_.has_value()) << decision_.error().type.name << ": " << decision_.error().detail;
        if (decision_) {
            EXPECT_EQ(texts(*decision_), texts(expected));
            EXPECT_EQ(*decision_, expected);
        }
        return *this;
    }
    When& then_nothing() { return then(); }
    When& then_refused(const std::string& type, const std::string& pointer) {
        EXPECT_FALSE(decision_.has_value()) << "it was accepted";
        if (!decision_) {
            EXPECT_EQ(decision_.error().type, type);
            EXPECT_EQ(decision_.error().pointer, pointer);
            EXPECT_NE(decision_.error().detail, "");
        }
        return *this;
    }
    /// The state after what was decided.
    Workspace after() {
        if (decision_)
            for (const Event& event : *decision_) evolve(state_, event, noon);
        return state_;
    }
    const std::vector<Event>& events() const { return *decision_; }

  private:
    Workspace state_;
    command::Decision decision_;
};

class Given {
  public:
    template <class... E>
    explicit Given(E... events) {
        state_.id = workspace(1);
        evolve(state_, WorkspaceCreated{"Personal", person(1)}, noon);
        (evolve(state_, Event(std::move(events)), noon), ...);
    }
    When when(command::Body body, std::optional<std::uint64_t> expected_version = {}) const {
        command::Cost cost;
        return {state_, command::decide(state_, sender_,
                                        {.expected_version = expected_version, .body = std::move(body)}, cost)};
    }
    /// Who sends the command; the owner, unless told otherwise.
    Given as(unsigned number) const {
        Given other = *this;
        other.sender_ = {person(number), false, sender_.at};
        return other;
    }
    Given at(Instant now) const {
        Given other = *this;
        other.sender_.at = now;
        return other;
    }
    /// One of our workers, at an instant.
    Given as_worker(Instant at) const {
        Given other = *this;
        other.sender_ = {person(99), true, at};
        return other;
    }
    /// In a workspace that is nobody's personal one.
    Given shared() const {
        Given other = *this;
        other.state_.id = workspace(50);
        return other;
    }
    const Workspace& state() const { return state_; }

  private:
    Workspace state_;
    command::Sender sender_{person(1)};
};

template <class... E>
Given given(E... events) {
    return Given(std::move(events)...);
}

}  // namespace tasklog::testing

#include "projections/notifications/notifications.hpp"

#include "events/format/json.hpp"
#include "events/value/overloaded.hpp"
#include "infra/postgres/migrate.hpp"
#include "projections/notifications/notice_id.hpp"
#include "projections/notifications/rows.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace notifications {
namespace {

constexpr std::size_t max_quoted_bytes = 1'000;

/// So much of a comment as is told, whole characters.
std::string quoted(const std::string& text) {
    if (text.size() <= max_quoted_bytes) return text;
    std::size_t end = max_quoted_bytes;
    while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

/// One commit's events, in order.
class Teller {
  public:
    Teller(Rows& rows, const Commit& commit, bool sends_reminders)
        : rows_(rows), commit_(commit), sends_reminders_(sends_reminders) {}

    void tell(const Event& event) {
        std::visit(
            [&]<class E>(const E& e) {
                if constexpr (AboutPeople<E>) e.evolve(*this);
                on(e);
            },
            event);
        ++number_;
    }

    // As People (events/people.hpp).
    void member(const PersonId& person, std::optional<Role> role) {
        rows_.members[{workspace(), person}] = role.has_value();
    }
    void invitation(const InvitationId&, const std::optional<Invitation>&) {}

  private:
    void on(const WorkspaceCreated& e) { rows_.names[workspace()] = e.title; }
    void on(const WorkspaceRenamed& e) { rows_.names[workspace()] = e.title; }

    void on(const TaskCreated& e) {
        rows_.subjects[{workspace(), e.task}] = {};
        changed(e.task) = {e.title, commit_.actor, {}};
    }
    void on(const TaskDetailsChanged& e) {
        if (e.title) changed(e.task).title = *e.title;
    }
    /// The worker made it for whoever made the one before.
    void on(const NextOccurrenceCreated& e) { changed(e.next).creator = subject(e.task).creator; }
    void on(const TaskAssigned& e) {
        Subject& task = changed(e.task);
        task.assignee = e.assignee;
        // The next occurrence is not assigned again.
        if (e.assignee && *e.assignee != commit_.actor && !commit_.cause)
            notify(*e.assignee, "assigned", [&](json::Writer& w) { about(w, e.task, task); });
    }
    void on(const CommentAdded& e) {
        const Subject& task = subject(e.about);
        std::set<PersonId> people{task.creator};
        if (task.assignee) people.insert(*task.assignee);
        people.erase(e.author);
        for (const PersonId& person : people) {
            const auto member = rows_.members.find({workspace(), person});
            if (member == rows_.members.end() || !member->second) continue;
            notify(person, "commented", [&](json::Writer& w) {
                about(w, e.about, task);
                json::write_member(w, "comment", e.comment);
                json::write_member(w, "text", quoted(e.text));
            });
        }
    }
    void on(const MemberInvited& e) {
        const auto write = [&](json::Writer& w) {
            json::write_member(w, "workspaceName", rows_.names[workspace()]);
            json::write_member(w, "invitation", e.invitation);
            json::write_member(w, "role", e.role);
        };
        if (e.person) {
            notify(*e.person, "invited", write);
        } else {
            notify(e.invitation.text(), true, "invited", write);
        }
    }

    void on(const ReminderSet& e) { rows_.due[{workspace(), e.task, e.reminder}] = e.at; }
    void on(const ReminderRescheduled& e) { rows_.due[{workspace(), e.task, e.reminder}] = e.at; }
    void on(const ReminderRemoved& e) { rows_.due[{workspace(), e.task, e.reminder}] = std::nullopt; }
    void on(const ReminderFired& e) {
        rows_.due[{workspace(), e.task, e.reminder}] = std::nullopt;
        const Subject& task = subject(e.task);
        notify(e.person, "reminder", [&](json::Writer& w) {
            about(w, e.task, task);
            json::write_member(w, "reminder", e.reminder);
            json::write_member(w, "due", e.due);
            json::write_member(w, "late", e.late);
        });
    }

    void on(const NotificationsRead& e) {
        const PersonId person{workspace().bytes};
        if (e.through) {
            rows_.read_through[person] = *e.through;
        } else {
            rows_.read_singly.emplace_back(person, *e.notification);
        }
    }
    template <class E>
    void on(const E&) {}

    const WorkspaceId& workspace() const { return commit_.workspace; }
    Subject& subject(const TaskId& task) {
        const auto at = rows_.subjects.find({workspace(), task});
        if (at == rows_.subjects.end()) throw Unappliable("an event is about a task that does not exist");
        return at->second;
    }
    Subject& changed(const TaskId& task) {
        rows_.changed.emplace(workspace(), task);
        return subject(task);
    }
    static void about(json::Writer& w, const TaskId& id, const Subject& task) {
        json::write_member(w, "task", id);
        json::write_member(w, "title", task.title);
    }

    template <class F>
    void notify(const PersonId& person, std::string_view kind, F write) {
        notify(person.text(), false, kind, write);
    }
    template <class F>
    void notify(const std::string& recipient, bool to_invitation, std::string_view kind, F write) {
        const std::string id = notice_id(commit_.id, number_, recipient);
        std::string body = json::text([&](json::Writer& w) {
            w.StartObject();
            json::write_member(w, "id", id);
            json::write_member(w, "kind", kind);
            json::write_member(w, "at", commit_.at);
            json::write_member(w, "workspace", workspace());
            // A reminder comes from nobody.
            if (kind != "reminder") json::write_member(w, "by", commit_.actor);
            write(w);
            w.EndObject();
        });
        const bool sent = kind != "reminder" || sends_reminders_;
        rows_.notices.push_back({recipient, to_invitation, id, commit_.at, std::move(body), sent});
    }

    Rows& rows_;
    const Commit& commit_;
    const bool sends_reminders_;
    std::size_t number_ = 0;
};

}  // namespace
}  // namespace notifications

Projection notifications_projection(const std::string& schema, const std::string& outbox, bool sends_reminders) {
    Projection projection =
        projection_from(schema, embedded::notifications_sql,
                        [outbox, sends_reminders](postgres::UnitOfWork& unit, const std::string& into,
                                                  std::span<const CountedCommit> commits) {
                            notifications::Rows rows = notifications::load(unit, into, commits);
                            for (const CountedCommit& each : commits) {
                                notifications::Teller teller(rows, each.commit, sends_reminders);
                                for (const Event& event : each.commit.events) teller.tell(event);
                            }
                            notifications::write(unit, into, outbox, rows);
                        });
    projection.prepare = [outbox](postgres::Session& session) {
        postgres::migrate(session, outbox, embedded::outbox_sql);
    };
    projection.worked_off = {"due_reminders"};
    return projection;
}

}  // namespace tasklog::projections

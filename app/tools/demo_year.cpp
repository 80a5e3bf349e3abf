#include "app/tools/demo_year.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "base/json.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;
constexpr int days = 365;

struct Theme {
    const char* name;
    const char* color;
    double share;  ///< of all tasks
    bool weekends;
    std::array<const char*, 6> verbs;
    std::array<const char*, 8> objects;
    std::array<const char*, 3> tags;
};

constexpr std::array<Theme, 5> themes{{
    {"Work",
     "#3b6fd4",
     0.42,
     false,
     {"Review", "Write", "Discuss", "Update", "Prepare", "Send"},
     {"the quarterly report", "the onboarding guide", "the offer for Northwind", "the slides for Monday",
      "the incident notes", "the budget draft", "the interview questions", "the release plan"},
     {"office", "team", "customer"}},
    {"Home",
     "#c2562d",
     0.24,
     true,
     {"Buy", "Fix", "Clean", "Order", "Look for", "Return"},
     {"a lamp for the hall", "the kitchen tap", "the windows", "printer paper", "the library books",
      "a present for Mia", "the bicycle light", "new curtains"},
     {"errand", "phone", "weekend"}},
    {"Garden",
     "#3f8f4f",
     0.12,
     true,
     {"Plant", "Water", "Prune", "Mulch", "Sow", "Harvest"},
     {"the tomatoes", "the apple tree", "the raspberries", "the herb bed", "the roses", "the beans", "the lavender",
      "the hedge"},
     {"outside", "spring", "weekend"}},
    {"Reading",
     "#8a4fbf",
     0.12,
     true,
     {"Read", "Finish", "Take notes on", "Lend out", "Give back", "Order"},
     {"A Room of One's Own", "The Left Hand of Darkness", "the paper on event sourcing", "Stoner",
      "the article about bees", "Middlemarch", "The Periodic Table", "the atlas"},
     {"evening", "library", "train"}},
    {"Health",
     "#d19a2a",
     0.10,
     true,
     {"Book", "Move", "Prepare for", "Cancel", "Ask about", "Go to"},
     {"the dentist", "the eye test", "the physiotherapy", "the swimming course", "the vaccination", "the check-up",
      "the yoga class", "the half marathon"},
     {"phone", "morning", "sport"}},
}};

constexpr std::array<const char*, 5> comments{"Waiting for an answer.", "Half of it is done, the rest on Thursday.",
                                              "This took longer than I thought.", "Asked again by mail.",
                                              "Moved: it rained all day."};
constexpr std::array<const char*, 4> notes{
    "See the folder on the shared drive.\n\n- figures\n- **last year's** version", "Ask *Robin* first.",
    "Opening hours: 9 to 17, closed on Wednesdays.", "1. measure\n2. compare three offers\n3. decide"};

std::string date_of(std::int64_t us) { return calendar::utc_text(us).substr(0, 10); }

/// A command as it is put together: its JSON without the brace that ends it.
class Command {
  public:
    explicit Command(std::string_view type) { with("type", type); }
    Command& with(const char* name, std::string_view text) {
        return add(name, [&](json::Writer& w) { json::write(w, text); });
    }
    Command& with_due(std::int64_t us) {
        return add("due", [&](json::Writer& w) {
            w.StartObject();
            w.Key("date");
            w.String(date_of(us));
            w.EndObject();
        });
    }
    Command& with_tag(std::string_view tag) {
        return add("tags", [&](json::Writer& w) {
            w.StartArray();
            json::write(w, tag);
            w.EndArray();
        });
    }
    Command& with_flag(const char* name) {
        return add(name, [](json::Writer& w) { w.Bool(true); });
    }
    Command& with_relative(std::int64_t minutes) {
        const std::string relative = json::object({{"to", "due"}, {"minutes", minutes}, {"zone", "Europe/Berlin"}});
        return add("relative", [&](json::Writer& w) { json::write_raw(w, relative); });
    }
    std::string text() const { return begun_ + '}'; }

  private:
    template <class F>
    Command& add(const char* name, F write) {
        const std::string member = json::text([&](json::Writer& w) {
            w.StartObject();
            w.Key(name);
            write(w);
            w.EndObject();
        });
        begun_ += begun_.empty() ? "{" : ",";
        begun_ += std::string_view(member).substr(1, member.size() - 2);
        return *this;
    }
    std::string begun_;
};

class Year {
  public:
    Year(std::int64_t now_us, std::string me, std::string partner)
        : now_(now_us), me_(std::move(me)), partner_(std::move(partner)) {}

    std::vector<DemoStep> live() {
        const std::int64_t begin = now_ - days * day_us;
        for (const Theme& theme : themes)
            say(begin,
                Command("CreateList").with("id", list_id(theme)).with("name", theme.name).with("color", theme.color));
        for (int day = 0; day < days; ++day) live_day(begin + day * day_us, day);
        share_household(begin + 20 * day_us);
        begin_series();
        read_notifications();
        std::stable_sort(steps_.begin(), steps_.end(),
                         [](const DemoStep& a, const DemoStep& b) { return a.at_us < b.at_us; });
        return std::move(steps_);
    }

  private:
    std::string new_id() { return uuid_v5("demo\n" + me_ + "\n" + std::to_string(number_++)); }
    std::string list_id(const Theme& theme) const { return uuid_v5("demo list\n" + me_ + "\n" + theme.name); }
    double chance() { return std::uniform_real_distribution<>(0, 1)(random_); }
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

    void say(std::int64_t at_us, const Command& command, bool by_partner = false) {
        if (at_us <= now_) steps_.push_back({at_us, by_partner, command.text()});
    }

    void live_day(std::int64_t midnight, int day) {
        const bool weekend = day % 7 >= 5;
        const std::size_t count = 1 + pick(weekend ? 3 : 6);
        for (std::size_t i = 0; i < count; ++i) {
            const Theme& theme = theme_of(weekend);
            // Between seven in the morning and nine in the evening.
            live_task(midnight + 7 * hour_us + static_cast<std::int64_t>(chance() * 14 * static_cast<double>(hour_us)),
                      theme);
        }
    }

    const Theme& theme_of(bool weekend) {
        while (true) {
            double share = chance();
            for (const Theme& theme : themes) {
                share -= theme.share;
                if (share < 0 && (theme.weekends || !weekend)) return theme;
                if (share < 0) break;
            }
        }
    }

    void live_task(std::int64_t at, const Theme& theme) {
        const std::string id = new_id();
        const std::string title =
            std::string(theme.verbs[pick(theme.verbs.size())]) + " " + theme.objects[pick(theme.objects.size())];
        Command create("CreateTask");
        create.with("id", id).with("title", title);
        if (chance() < 0.9) create.with("list", list_id(theme));
        if (chance() < 0.65) create.with_due(at + static_cast<std::int64_t>(pick(15)) * day_us);
        if (chance() < 0.4) create.with_tag(theme.tags[pick(theme.tags.size())]);
        if (chance() < 0.25) create.with("priority", std::array{"low", "medium", "high", "urgent"}[pick(4)]);
        if (chance() < 0.2) create.with("notes", notes[pick(notes.size())]);
        say(at, create);
        // Most are done within days, some take weeks: a long tail, as in life.
        const double lead_days = std::exp(std::normal_distribution<>(0.6, 1.1)(random_));
        const std::int64_t end = at + static_cast<std::int64_t>(lead_days * static_cast<double>(day_us));
        if (chance() < 0.06) add_checklist(at, end, id);
        if (chance() < 0.08)
            say(at + (end - at) / 2,
                Command("AddComment").with("task", id).with("text", comments[pick(comments.size())]));
        if (chance() < 0.1)
            say(at + (end - at) / 3, Command("ChangeTaskDetails").with("task", id).with_due(end + 2 * day_us));
        const double fate = chance();
        if (fate < 0.965) {
            say(end, Command("CompleteTask").with("task", id).with_flag("withSubtasks"));
        } else if (fate < 0.98) {
            say(end, Command("CancelTask").with("task", id));
        } else if (fate < 0.99) {
            say(end, Command("DeleteTask").with("task", id));
        }
    }

    void add_checklist(std::int64_t at, std::int64_t end, const std::string& parent) {
        for (const char* title : {"Make a list", "Compare", "Decide"}) {
            const std::string id = new_id();
            say(at + minute_us, Command("CreateTask").with("id", id).with("title", title));
            say(at + 2 * minute_us, Command("NestTask").with("task", id).with("parent", parent));
            if (chance() < 0.5) say(at + (end - at) / 2, Command("CompleteTask").with("task", id));
        }
    }

    void share_household(std::int64_t at) {
        const std::string household = uuid_v8("demo household\n" + me_);
        const std::string invitation = new_id();
        const auto here = [&](Command& command) -> Command& { return command.with("workspace", household); };
        say(at, Command("CreateWorkspace").with("workspace", household).with("name", "Household"));
        say(at + minute_us,
            here(Command("InviteMember").with("id", invitation).with("role", "editor").with("person", partner_)));
        say(at + hour_us, here(Command("AcceptInvitation").with("invitation", invitation)), true);
        static constexpr std::array chores{"Do the dishes",     "Take out the rubbish", "Cook for friends",
                                           "Change the sheets", "Buy vegetables",       "Pay the electricity bill",
                                           "Hoover the stairs"};
        for (std::int64_t when = at + day_us; when < now_; when += static_cast<std::int64_t>(1 + pick(3)) * day_us) {
            const std::string id = new_id();
            const bool partner_asks = chance() < 0.5;
            const std::int64_t begun = when + 18 * hour_us;
            say(begun,
                here(Command("CreateTask")
                         .with("id", id)
                         .with("title", chores[pick(chores.size())])
                         .with_due(when + 2 * day_us)),
                partner_asks);
            say(begun + minute_us,
                here(Command("AssignTask").with("task", id).with("assignee", partner_asks ? me_ : partner_)),
                partner_asks);
            const std::int64_t end = begun + static_cast<std::int64_t>(chance() * 3 * static_cast<double>(day_us));
            if (chance() < 0.93) say(end, here(Command("CompleteTask").with("task", id)), !partner_asks);
        }
    }

    /// What was told lately is not read yet.
    void read_notifications() {
        say(now_, Command("MarkNotificationsRead").with("through", calendar::utc_text(now_ - 4 * day_us)));
    }

    /// At the end, for a worker goes on with them from then on, at its own time.
    void begin_series() {
        struct Series {
            const char* title;
            const char* rule;
            int due_in_days;
        };
        for (const auto& [title, rule, due_in_days] :
             {Series{"Water the plants", "FREQ=DAILY;INTERVAL=3", 0},
              Series{"Weekly review", "FREQ=WEEKLY;BYDAY=FR", 2},
              Series{"Pay the rent", "FREQ=MONTHLY;BYMONTHDAY=1", 5},
              Series{"Retrospective with the team", "FREQ=MONTHLY;BYDAY=-1FR", 9}}) {
            const std::string id = new_id();
            say(now_, Command("CreateTask").with("id", id).with("title", title).with_due(now_ + due_in_days * day_us));
            say(now_, Command("SetRecurrence").with("task", id).with("rule", rule).with("zone", "Europe/Berlin"));
            if (due_in_days > 0) say(now_, Command("SetReminder").with("task", id).with_relative(540));
        }
    }

    const std::int64_t now_;
    const std::string me_;
    const std::string partner_;
    std::mt19937_64 random_{42};
    int number_ = 0;
    std::vector<DemoStep> steps_;
};

}  // namespace

std::vector<DemoStep> demo_year(std::int64_t now_us, const std::string& me, const std::string& partner) {
    return Year(now_us, me, partner).live();
}

}  // namespace tasklog::app

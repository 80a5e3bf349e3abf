// What a run does: it looks through its file, brings it in, takes it back.

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>

#include "app/import/commands.hpp"
#include "app/import/imports.hpp"
#include "app/import/plan.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr std::size_t items_a_batch = 150;
constexpr std::size_t bytes_a_batch = 300UL * 1024;  ///< a request takes 1 MiB, and may make 768 KiB
constexpr std::chrono::milliseconds slice{4};

std::size_t bytes_of(const ForeignItem& item) {
    const auto* task = std::get_if<ForeignTask>(&item);
    const auto* comment = std::get_if<ForeignComment>(&item);
    return 600 + (task ? task->title.size() + task->notes.size() : 0) + (comment ? comment->text.size() : 0);
}

/// Counts the lines of a report, and keeps as many as one may have.
void tell(const ImportStore& store, const std::string& run, Report& report, ImportRun::Counts& counts) {
    auto lines = report.take();
    const std::uint64_t told = std::min<std::uint64_t>(counts.skipped + counts.lost, max_report_lines);
    for (const ReportLine& each : lines) ++(each.skipped ? counts.skipped : counts.lost);
    lines.resize(std::min<std::size_t>(lines.size(), max_report_lines - told));
    store.report(run, lines);
}

}  // namespace

ImportContext Imports::context_of(const ImportRun& run) const {
    return {.zone = run.zone, .now = run.received, .file_name = run.file_name, .person = run.person};
}

asio::awaitable<void> Imports::yield() { co_await asio::post(io_, asio::use_awaitable); }

/// Takes the items of a file in batches, and lets others have their turn between them.
class Imports::Reading {
  public:
    Reading(Imports& imports, const ImportRun& run, Report& report)
        : imports_(imports),
          run_(run.id),
          context_(imports.context_of(run)),
          reader_(read_file(
              run.format,
              [path = imports.store_.upload(run.id)] {
                  return std::make_unique<std::ifstream>(path, std::ios::binary);
              },
              context_, report)) {}

    /// Empty at the file's end.
    asio::awaitable<std::vector<ForeignItem>> next() {
        std::vector<ForeignItem> items;
        std::size_t bytes = 0;
        auto begin = std::chrono::steady_clock::now();
        while (items.size() < items_a_batch && bytes < bytes_a_batch) {
            if (std::chrono::steady_clock::now() - begin > slice) {
                co_await imports_.yield();
                begin = std::chrono::steady_clock::now();
            }
            if (imports_.stopped_.contains(run_)) throw ImportFailure("It was stopped.");
            auto item = reader_->next();
            if (!item) break;
            if (std::holds_alternative<NothingYet>(*item)) continue;
            bytes += bytes_of(*item);
            items.push_back(std::move(*item));
        }
        co_return items;
    }

  private:
    Imports& imports_;
    const std::string run_;
    const ImportContext context_;
    std::unique_ptr<ImportReader> reader_;
};

asio::awaitable<void> Imports::look_through(Shared run) {
    co_await inventory_.must_be_editor(*run);
    co_await inventory_.is_up_to_date(*run);
    run->found = {};
    run->items = 0;
    run->sample.clear();
    store_.clear_report(run->id);
    Report report;
    Reading reading(*this, *run, report);
    ImportPlan plan(*run, inventory_);
    for (bool more = true; more;) {
        const auto items = co_await reading.next();
        more = !items.empty();
        run->items += items.size();
        if (more) co_await plan.count(items);
        tell(store_, run->id, report, run->found);
    }
    run->state = ImportRun::State::ready;
}

asio::awaitable<void> Imports::bring_in(Shared run) {
    co_await inventory_.must_be_editor(*run);
    co_await inventory_.is_up_to_date(*run);
    Report report;
    Reading reading(*this, *run, report);
    ImportPlan plan(*run, inventory_);
    std::set<std::string> made_ids;
    if (run->done > 0)
        for (const ImportStore::ImportedThing& each : store_.made_by(run->id)) made_ids.insert(each.id);
    const auto send = [&](std::vector<ImportCommand> commands,
                          std::map<std::string, std::string> parents) -> asio::awaitable<void> {
        if (commands.empty()) co_return;
        const auto results = co_await sender_.send(run->person, run->workspace, commands, report, run->position);
        std::vector<ImportStore::ImportedThing> made;
        for (std::size_t i = 0; i < commands.size(); ++i) {
            if (!results[i].accepted) continue;
            plan.accepted(commands[i]);
            const char kind = commands[i].makes == 'l' ? 'l' : 't';
            const auto parent = parents.find(commands[i].id);
            if (commands[i].makes == 't' || commands[i].makes == 'l' || made_ids.contains(commands[i].id)) {
                made_ids.insert(commands[i].id);
                made.push_back({kind, commands[i].id, results[i].version,
                                parent == parents.end() ? std::string() : parent->second});
            }
        }
        store_.add_made(run->id, made);
        inventory_.sent(run->workspace, run->position);
    };
    std::uint64_t at = 0;
    for (;;) {
        auto items = co_await reading.next();
        if (items.empty()) break;
        if (at < run->done) {
            // Before a restart it came so far.
            const std::uint64_t count = std::min<std::uint64_t>(run->done - at, items.size());
            const std::vector<ForeignItem> passed(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count));
            plan.passed_over(passed, made_ids);
            static_cast<void>(report.take());
            items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count));
            at += count;
            if (items.empty()) continue;
        }
        auto commands = co_await plan.commands(items);
        std::map<std::string, std::string> no_parents;
        co_await send(std::move(commands), std::move(no_parents));
        at += items.size();
        run->done = at;
        tell(store_, run->id, report, run->made);
        store_.save(*run);
    }
    const auto nested = plan.last();
    for (std::size_t i = 0; i < nested.size(); i += items_a_batch) {
        if (stopped_.contains(run->id)) throw ImportFailure("It was stopped.");
        std::vector<ImportCommand> commands;
        std::map<std::string, std::string> parents;
        for (std::size_t k = i; k < std::min(nested.size(), i + items_a_batch); ++k) {
            commands.push_back({nested[k].line, nested[k].thing, nested[k].command});
            parents.emplace(nested[k].thing, nested[k].parent);
        }
        co_await send(std::move(commands), std::move(parents));
    }
    tell(store_, run->id, report, run->made);
    run->state = ImportRun::State::done;
    run->bytes = 0;
    store_.remove_upload(run->id);
}

asio::awaitable<void> Imports::take_back(Shared run) {
    const auto made = store_.made_by(run->id);
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < made.size(); ++i) place.emplace(made[i].id, i);
    const auto depth_of = [&](const ImportStore::ImportedThing& thing) {
        std::size_t depth = 0;
        for (auto at = place.find(thing.parent); at != place.end() && depth < 100; ++depth)
            at = place.find(made[at->second].parent);
        return depth;
    };
    // Parts before the whole, tasks before their lists: what somebody has changed keeps what it stands in.
    constexpr std::size_t before_lists = 1'000;
    std::vector<std::pair<std::size_t, const ImportStore::ImportedThing*>> order;
    order.reserve(made.size());
    for (const ImportStore::ImportedThing& each : made)
        order.emplace_back(depth_of(each) + (each.kind == 'l' ? 0 : before_lists), &each);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    run->undone = run->kept = 0;
    for (std::size_t i = 0; i < order.size(); i += items_a_batch) {
        if (stopped_.contains(run->id)) throw ImportFailure("It was stopped.");
        std::vector<ImportCommand> commands;
        for (std::size_t k = i; k < std::min(order.size(), i + items_a_batch); ++k) {
            const ImportStore::ImportedThing& each = *order[k].second;
            commands.push_back(
                {0, each.id,
                 each.kind == 'l' ? delete_list(each.id, each.version) : delete_task(each.id, each.version)});
        }
        Report refused;
        const auto results =
            co_await sender_.send(run->person, run->workspace, std::move(commands), refused, run->position);
        for (std::size_t k = 0; k < results.size(); ++k)
            ++(results[k].accepted && results[k].version > order[i + k].second->version ? run->undone : run->kept);
        inventory_.sent(run->workspace, run->position);
    }
    run->state = ImportRun::State::undone;
}

}  // namespace tasklog::app

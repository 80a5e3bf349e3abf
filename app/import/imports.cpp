#include "app/import/imports.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/import/commands.hpp"
#include "app/import/plan.hpp"
#include "infra/clock.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t items_a_batch = 150;
constexpr std::size_t bytes_a_batch = 300UL * 1024;  ///< a request takes 1 MiB, and may make 768 KiB
constexpr std::chrono::milliseconds slice{4};
constexpr std::size_t runs_of_a_person = 5;  ///< that are kept
constexpr std::int64_t kept_us = 24LL * 3'600 * 1'000'000;
constexpr std::chrono::minutes between_sweeps{10};

Problem not_found() {
    return {.status = 404,
            .type = "import-not-found",
            .detail = "There is no such import of yours. What is older than a day is gone."};
}

std::size_t bytes_of(const ImportedItem& item) {
    const auto* task = std::get_if<ImportedTask>(&item);
    const auto* comment = std::get_if<ImportedComment>(&item);
    return 600 + (task ? task->title.size() + task->notes.size() : 0) + (comment ? comment->text.size() : 0);
}

}  // namespace

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
    asio::awaitable<std::vector<ImportedItem>> next() {
        std::vector<ImportedItem> items;
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

Imports::Imports(Config config)
    : config_(std::move(config)),
      work_(io_.get_executor()),
      store_(config_.folder),
      before_(io_, config_.before),
      sender_(io_, config_.sender) {
    thread_ = std::jthread([this] {
        if (store_.exists()) go_on_after_restart();
        asio::co_spawn(io_, sweep(), asio::detached);
        io_.run();
    });
}

Imports::~Imports() {
    io_.stop();
    thread_.join();
}

ImportContext Imports::context_of(const ImportRun& run) const {
    return {.zone = run.zone, .now = run.received, .file_name = run.file_name, .person = run.person};
}

asio::awaitable<void> Imports::yield() { co_await asio::post(io_, asio::use_awaitable); }

void Imports::go_on_after_restart() {
    try {
        is_ours_ = store_.take();
        if (!is_ours_) return;
        for (ImportRun& run : store_.runs()) {
            const auto shared = std::make_shared<ImportRun>(std::move(run));
            runs_.emplace(shared->id, shared);
            if (shared->state == ImportRun::State::reading) launch(shared, &Imports::look_through);
            if (shared->state == ImportRun::State::running) launch(shared, &Imports::bring_in);
            if (shared->state == ImportRun::State::undoing) launch(shared, &Imports::take_back);
        }
    } catch (const std::exception& error) {
        log::warn("imports of before can't be read", {{"why", error.what()}});
    }
}

void Imports::launch(const Shared& run, Work work) { asio::co_spawn(io_, guarded(run, work), asio::detached); }

asio::awaitable<void> Imports::guarded(Shared run, Work work) {
    try {
        auto going = (this->*work)(run);
        co_await std::move(going);
    } catch (const ImportFailure& failure) {
        run->state = ImportRun::State::failed;
        run->why = failure.what();
    } catch (const std::exception& unexpected) {
        const std::string id = uuid_v7();
        log::error("unexpected", {{"id", id}, {"import", run->id}, {"what", unexpected.what()}});
        run->state = ImportRun::State::failed;
        run->why = "Something unexpected happened. It is in the log as " + id + ".";
    }
    if (stopped_.erase(run->id) > 0) {
        forget(run->id);
    } else {
        store_.save(*run);
    }
}

// ---- what a person asks for

std::optional<Problem> Imports::busy(const std::string& person) const {
    const auto is_theirs = [&](const auto& each) { return each.second->person == person && each.second->is_busy(); };
    const bool comes =
        std::any_of(coming_.begin(), coming_.end(), [&](const auto& each) { return each.second.run.person == person; });
    if (!comes && std::none_of(runs_.begin(), runs_.end(), is_theirs)) return std::nullopt;
    return Problem{.status = 409,
                   .type = "import-running",
                   .detail = "Another import of yours is under way: wait until it is done, or stop it.",
                   .retry_after_s = 1};
}

void Imports::forget(const std::string& run) {
    runs_.erase(run);
    store_.remove(run);
}

/// Of whoever keeps most, the oldest that is not under way goes first.
bool Imports::make_room(const std::string& person, std::uint64_t bytes) {
    for (;;) {
        std::map<std::string, std::uint64_t> kept;
        std::uint64_t all = bytes;
        for (const auto& [id, coming] : coming_) kept[coming.run.person] += coming.run.bytes, all += coming.run.bytes;
        for (const auto& [id, run] : runs_) kept[run->person] += run->bytes, all += run->bytes;
        if (all <= config_.bounds.all_bytes) return true;
        kept[person] += bytes;
        const auto most = std::max_element(kept.begin(), kept.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        // Ids of version 7 ascend with the time.
        const auto oldest = std::find_if(runs_.begin(), runs_.end(), [&](const auto& each) {
            return each.second->person == most->first && !each.second->is_busy() && each.second->bytes > 0;
        });
        if (oldest == runs_.end()) return false;
        forget(oldest->first);
    }
}

std::expected<std::string, Problem> Imports::begin(ImportRun run) {
    if (!is_ours_) is_ours_ = store_.take();
    if (!is_ours_)
        return std::unexpected(Problem{.status = 503,
                                       .type = "imports-elsewhere",
                                       .detail = "Another process of this Tasklog takes the imports: send it there.",
                                       .retry_after_s = 5});
    if (auto problem = busy(run.person)) return std::unexpected(std::move(*problem));
    std::vector<std::string> theirs;
    for (const auto& [id, each] : runs_)
        if (each->person == run.person) theirs.push_back(id);
    for (std::size_t i = 0; i + runs_of_a_person <= theirs.size(); ++i) forget(theirs[i]);
    run.id = uuid_v7();
    run.received = {unix_us()};
    store_.make(run.id);
    const std::string id = run.id;
    coming_.emplace(id, Coming{std::move(run), std::ofstream(store_.upload(id), std::ios::binary)});
    return id;
}

std::expected<void, Problem> Imports::write(const std::string& upload, std::string_view piece) {
    Coming& coming = coming_.at(upload);
    const Problem full{.status = 503,
                       .type = "imports-full",
                       .detail = "There is no room for this file now, since others import much. Try again later.",
                       .retry_after_s = 60};
    if (!make_room(coming.run.person, piece.size())) return std::unexpected(full);
    coming.run.bytes += piece.size();
    if (!coming.file.write(piece.data(), static_cast<std::streamsize>(piece.size()))) return std::unexpected(full);
    return {};
}

std::expected<ImportRun, Problem> Imports::finish(const std::string& upload, std::optional<ImportFormat> format) {
    Coming& coming = coming_.at(upload);
    coming.file.close();
    const auto open = [path = store_.upload(upload)] {
        return std::make_unique<std::ifstream>(path, std::ios::binary);
    };
    const auto found =
        format ? std::expected<ImportFormat, std::string>(*format) : format_of(open, coming.run.file_name);
    if (!found) {
        abandon(upload);
        return std::unexpected(Problem{.status = 400, .type = "unknown-format", .detail = found.error()});
    }
    coming.run.format = *found;
    const auto run = std::make_shared<ImportRun>(std::move(coming.run));
    coming_.erase(upload);
    runs_.emplace(upload, run);
    store_.save(*run);
    launch(run, &Imports::look_through);
    return *run;
}

void Imports::abandon(const std::string& upload) {
    coming_.erase(upload);
    store_.remove(upload);
}

Imports::Shared Imports::find_own(const std::string& person, const std::string& run) const {
    const auto at = runs_.find(run);
    return at == runs_.end() || at->second->person != person ? nullptr : at->second;
}

std::vector<ImportRun> Imports::runs_of(const std::string& person) const {
    std::vector<ImportRun> out;
    for (auto at = runs_.rbegin(); at != runs_.rend(); ++at)
        if (at->second->person == person) out.push_back(*at->second);
    return out;
}

std::expected<ImportRun, Problem> Imports::find(const std::string& person, const std::string& run) const {
    const auto found = find_own(person, run);
    if (!found) return std::unexpected(not_found());
    return *found;
}

std::vector<ReportLine> Imports::report_of(const std::string& run, std::size_t from, std::size_t limit) const {
    return store_.report_of(run, from, limit);
}

std::expected<ImportRun, Problem> Imports::start(const std::string& person, const std::string& id, bool bring_back) {
    const auto run = find_own(person, id);
    if (!run) return std::unexpected(not_found());
    using enum ImportRun::State;
    const bool can = run->state == ready || (run->state == failed && run->items > 0);
    if (run->state == running) return *run;
    if (!can)
        return std::unexpected(
            Problem{.status = 409,
                    .type = "import-not-ready",
                    .detail = "This import can't be started: it is " + std::string(name_of(run->state)) + "."});
    if (auto problem = busy(person)) return std::unexpected(std::move(*problem));
    if (run->state == ready) store_.clear_report(id);
    run->bring_back = bring_back || run->bring_back;
    run->state = running;
    run->why.clear();
    store_.save(*run);
    launch(run, &Imports::bring_in);
    return *run;
}

std::expected<ImportRun, Problem> Imports::undo(const std::string& person, const std::string& id) {
    const auto run = find_own(person, id);
    if (!run) return std::unexpected(not_found());
    using enum ImportRun::State;
    if (run->state == undoing || run->state == undone) return *run;
    if (run->state != done && !(run->state == failed && run->done > 0))
        return std::unexpected(
            Problem{.status = 409,
                    .type = "import-not-done",
                    .detail = "There is nothing to undo: this import is " + std::string(name_of(run->state)) + "."});
    if (auto problem = busy(person)) return std::unexpected(std::move(*problem));
    run->state = undoing;
    run->why.clear();
    store_.save(*run);
    launch(run, &Imports::take_back);
    return *run;
}

std::expected<void, Problem> Imports::remove(const std::string& person, const std::string& id) {
    const auto run = find_own(person, id);
    if (!run) return std::unexpected(not_found());
    if (run->is_busy()) {
        stopped_.insert(id);
    } else {
        forget(id);
    }
    return {};
}

// ---- what a run does

asio::awaitable<void> Imports::look_through(Shared run) {
    co_await before_.must_be_editor(*run);
    co_await before_.is_up_to_date(*run);
    run->found = {};
    run->items = 0;
    run->sample.clear();
    store_.clear_report(run->id);
    Report report;
    Reading reading(*this, *run, report);
    ImportPlan plan(*run, before_);
    std::uint64_t told = 0;
    for (bool more = true; more;) {
        const auto items = co_await reading.next();
        more = !items.empty();
        run->items += items.size();
        if (more) co_await plan.count(items);
        auto lines = report.take();
        for (const ReportLine& each : lines) ++(each.skipped ? run->found.skipped : run->found.lost);
        lines.resize(
            std::min<std::size_t>(lines.size(), max_report_lines - std::min<std::uint64_t>(told, max_report_lines)));
        told += lines.size();
        store_.report(run->id, lines);
    }
    run->state = ImportRun::State::ready;
}

asio::awaitable<void> Imports::bring_in(Shared run) {
    co_await before_.must_be_editor(*run);
    co_await before_.is_up_to_date(*run);
    Report report;
    Reading reading(*this, *run, report);
    ImportPlan plan(*run, before_);
    std::set<std::string> made_before;
    if (run->done > 0)
        for (const ImportStore::Made& each : store_.made_by(run->id)) made_before.insert(each.id);
    std::uint64_t told = run->made.skipped + run->made.lost;
    const auto tell = [&] {
        auto lines = report.take();
        for (const ReportLine& each : lines) ++(each.skipped ? run->made.skipped : run->made.lost);
        lines.resize(
            std::min<std::size_t>(lines.size(), max_report_lines - std::min<std::uint64_t>(told, max_report_lines)));
        told += lines.size();
        store_.report(run->id, lines);
    };
    const auto send = [&](std::vector<ImportCommand> commands,
                          std::map<std::string, std::string> parents) -> asio::awaitable<void> {
        if (commands.empty()) co_return;
        const auto results = co_await sender_.send(run->person, run->workspace, commands, report, run->position);
        std::vector<ImportStore::Made> made;
        for (std::size_t i = 0; i < commands.size(); ++i) {
            if (!results[i].accepted) continue;
            plan.accepted(commands[i]);
            const char kind = commands[i].makes == 'l' ? 'l' : 't';
            const auto parent = parents.find(commands[i].id);
            if (commands[i].makes == 't' || commands[i].makes == 'l' || made_before.contains(commands[i].id)) {
                made_before.insert(commands[i].id);
                made.push_back({kind, commands[i].id, results[i].version,
                                parent == parents.end() ? std::string() : parent->second});
            }
        }
        store_.add_made(run->id, made);
        before_.sent(run->workspace, run->position);
    };
    std::uint64_t at = 0;
    for (;;) {
        auto items = co_await reading.next();
        if (items.empty()) break;
        if (at < run->done) {
            // Before a restart it came so far.
            const std::uint64_t count = std::min<std::uint64_t>(run->done - at, items.size());
            const std::vector<ImportedItem> passed(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count));
            plan.passed_over(passed, made_before);
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
        tell();
        store_.save(*run);
    }
    const auto nested = plan.last();
    for (std::size_t i = 0; i < nested.size(); i += items_a_batch) {
        if (stopped_.contains(run->id)) throw ImportFailure("It was stopped.");
        std::vector<ImportCommand> commands;
        std::map<std::string, std::string> parents;
        for (std::size_t k = i; k < std::min(nested.size(), i + items_a_batch); ++k) {
            commands.push_back({nested[k].line, nested[k].task, nest_task(nested[k].task, nested[k].parent)});
            parents.emplace(nested[k].task, nested[k].parent);
        }
        co_await send(std::move(commands), std::move(parents));
    }
    tell();
    run->state = ImportRun::State::done;
    run->bytes = 0;
    store_.remove_upload(run->id);
}

asio::awaitable<void> Imports::take_back(Shared run) {
    const auto made = store_.made_by(run->id);
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < made.size(); ++i) place.emplace(made[i].id, i);
    const auto depth_of = [&](const ImportStore::Made& thing) {
        std::size_t depth = 0;
        for (auto at = place.find(thing.parent); at != place.end() && depth < 100; ++depth)
            at = place.find(made[at->second].parent);
        return depth;
    };
    // Parts before the whole, tasks before their lists: what somebody has changed keeps what it stands in.
    std::vector<std::pair<std::size_t, const ImportStore::Made*>> order;
    for (const ImportStore::Made& each : made) order.emplace_back(each.kind == 'l' ? 0 : 1 + depth_of(each), &each);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    run->undone = run->kept = 0;
    for (std::size_t i = 0; i < order.size(); i += items_a_batch) {
        if (stopped_.contains(run->id)) throw ImportFailure("It was stopped.");
        std::vector<ImportCommand> commands;
        for (std::size_t k = i; k < std::min(order.size(), i + items_a_batch); ++k) {
            const ImportStore::Made& each = *order[k].second;
            commands.push_back(
                {0, each.id,
                 each.kind == 'l' ? delete_list(each.id, each.version) : delete_task(each.id, each.version)});
        }
        Report refused;
        const auto results =
            co_await sender_.send(run->person, run->workspace, std::move(commands), refused, run->position);
        for (std::size_t k = 0; k < results.size(); ++k)
            ++(results[k].accepted && results[k].version > order[i + k].second->version ? run->undone : run->kept);
        before_.sent(run->workspace, run->position);
    }
    run->state = ImportRun::State::undone;
}

asio::awaitable<void> Imports::sweep() {
    for (;;) {
        asio::steady_timer timer(io_, between_sweeps);
        co_await timer.async_wait(no_throw);
        const std::int64_t oldest = unix_us() - kept_us;
        std::vector<std::string> old;
        for (const auto& [id, run] : runs_)
            if (!run->is_busy() && run->received.us < oldest) old.push_back(id);
        for (const std::string& id : old) forget(id);
    }
}

}  // namespace tasklog::app

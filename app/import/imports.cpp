#include "app/import/imports.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/clock.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t runs_of_a_person = 5;  ///< that are kept
constexpr std::int64_t kept_us = 24LL * 3'600 * 1'000'000;
constexpr std::chrono::minutes between_sweeps{10};

Problem not_found() {
    return {.type = problems::import_not_found,
            .detail = "There is no such import of yours. What is older than a day is gone."};
}

}  // namespace

Imports::Imports(Config config)
    : config_(std::move(config)),
      work_(io_.get_executor()),
      store_(config_.folder),
      inventory_(io_, config_.inventory),
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
    return Problem{.type = problems::import_running,
                   .detail = "Another import of yours is under way: wait until it is done, or stop it.",
                   .retry_after_s = 1};
}

void Imports::forget(const std::string& run) {
    store_.remove(run);
    runs_.erase(run);
}

std::uint64_t Imports::kept_bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& [id, coming] : coming_) bytes += coming.run.bytes;
    for (const auto& [id, run] : runs_) bytes += run->bytes;
    return bytes;
}

/// Of whoever keeps most, the oldest that is not under way goes first.
bool Imports::make_room(const std::string& person, std::uint64_t bytes) {
    while (kept_bytes() + bytes > config_.bounds.all_bytes) {
        std::map<std::string, std::uint64_t> kept{{person, bytes}};
        for (const auto& [id, coming] : coming_) kept[coming.run.person] += coming.run.bytes;
        for (const auto& [id, run] : runs_) kept[run->person] += run->bytes;
        const auto most = std::max_element(kept.begin(), kept.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        // Ids of version 7 ascend with the time.
        const auto oldest = std::find_if(runs_.begin(), runs_.end(), [&](const auto& each) {
            return each.second->person == most->first && !each.second->is_busy() && each.second->bytes > 0;
        });
        if (oldest == runs_.end()) return false;
        const std::string id = oldest->first;
        forget(id);
    }
    return true;
}

std::expected<std::string, Problem> Imports::begin(ImportRun run) {
    if (!is_ours_) is_ours_ = store_.take();
    if (!is_ours_)
        return std::unexpected(Problem{.type = problems::imports_elsewhere,
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
    std::string id = run.id;
    coming_.emplace(id, Coming{std::move(run), std::ofstream(store_.upload(id), std::ios::binary)});
    return id;
}

std::expected<void, Problem> Imports::write(const std::string& upload, std::string_view piece) {
    Coming& coming = coming_.at(upload);
    const Problem full{.type = problems::imports_full,
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
        return std::unexpected(Problem{.type = problems::unknown_format, .detail = found.error()});
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
            Problem{.type = problems::import_not_ready,
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
            Problem{.type = problems::import_not_done,
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

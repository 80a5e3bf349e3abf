#include "query/read_model.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/json_read.hpp"
#include "query/limits.hpp"
#include "query_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::query {

/// What a projection says that it has applied (projections/tell.hpp).
struct Notification {
    std::string from{};
    std::optional<std::uint64_t> generation{};
    bool all = false;  ///< all workspaces may have changed
    bool same_people = false;
    std::vector<std::pair<std::string, std::int64_t>> workspaces{};
    std::map<int, std::int64_t> positions{};
};

namespace {

std::map<int, std::int64_t> read_positions(postgres::Session& session, const std::string& schema) {
    pqxx::work transaction(session.connection());
    std::map<int, std::int64_t> out;
    for (const auto& row : session.run_in(transaction, schema, sql::read_model::positions))
        out[row[0].as<int>()] = row[1].as<std::int64_t>();
    return out;
}

std::uint64_t read_generation(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction read(session.connection());
    const auto rows = session.run_in(read, schema, sql::read_model::generation, {schema});
    if (rows.empty()) throw std::runtime_error(schema + " is not filled from the log yet");
    return rows[0][0].as<std::uint64_t>();
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from < text.size();
         from = text.find(',', from) == std::string::npos ? text.size() : text.find(',', from) + 1)
        out.push_back(text.substr(from, text.find(',', from) - from));
    return out;
}

/// Positions only grow: what comes late says nothing new.
void advance(std::map<int, std::int64_t>& positions, int partition, std::int64_t offset) {
    auto& at = positions.try_emplace(partition, offset).first->second;
    at = std::max(at, offset);
}

std::optional<Notification> parse(const std::string& payload) {
    const auto document = json::parse(payload);
    simdjson::dom::object members;
    if (!document || document->get(members)) return std::nullopt;
    Notification out;
    out.from = json::text_member(*document, "from");
    std::uint64_t generation = 0;
    if (!members.at_key("generation").get(generation)) out.generation = generation;
    out.same_people = json::find(*document, "people").has_value();
    simdjson::dom::object changed;
    out.all = members.at_key("workspaces").get(changed) != simdjson::SUCCESS;
    if (!out.all)
        for (const auto& [workspace, version] : changed) out.workspaces.emplace_back(workspace, version);
    simdjson::dom::object positions;
    if (!members.at_key("positions").get(positions))
        for (const auto& [partition, offset] : positions)
            out.positions[std::atoi(std::string(partition).c_str())] = offset;
    return out;
}

}  // namespace

ReadModel::ReadModel(asio::io_context& io, std::string schema, Readiness& readiness, std::string part, std::string from)
    : io_(io),
      schema_(std::move(schema)),
      readiness_(readiness),
      part_(std::move(part)),
      from_(std::move(from)),
      known_(max_known_workspaces) {
    readiness_.waiting(part_, "not connected yet");
}

void ReadModel::listen(postgres::Listener& listener) {
    listener.listen(io_, "tasklog_" + schema_,
                    {.connected = [this](postgres::Session& session) -> std::function<void()> {
                         // The generation first: an older one only makes an answer be sent again.
                         const std::uint64_t generation = read_generation(session, schema_);
                         return
                             [this, at = read_positions(session, schema_), generation] { connected(at, generation); };
                     },
                     .payload = [this](const std::string& payload) { notified(payload); },
                     .disconnected = [this](const std::string& why) { disconnected(why); }});
}

void ReadModel::connected(std::map<int, std::int64_t> positions, std::uint64_t generation) {
    forget_all();
    generation_ = generation;
    listening_ = true;
    positions_ = std::move(positions);
    for (const auto& [partition, offset] : std::exchange(told_meanwhile_, {}))
        if (positions_.contains(partition)) advance(positions_, partition, offset);
    readiness_.ready(part_);
    wake();
    if (changed_) changed_({}, 0);
}

void ReadModel::disconnected(const std::string& why) {
    readiness_.waiting(part_, why);
    if (!std::exchange(listening_, false)) return;
    forget_all();
    positions_.clear();
}

void ReadModel::told(const std::string& payload) {
    const auto found = parse(payload);
    if (!found) return;
    if (listening_) return take(*found);
    for (const auto& [partition, offset] : found->positions) advance(told_meanwhile_, partition, offset);
}

void ReadModel::notified(const std::string& payload) {
    const auto found = parse(payload);
    if (found && (from_.empty() || found->from != from_)) take(*found);
}

void ReadModel::take(const Notification& told) {
    if (told.generation) {
        generation_ = *told.generation;
        positions_ = told.positions;
    }
    if (told.all) forget_all();
    for (const auto& [workspace, version] : told.workspaces) {
        KnownWorkspace* const known = known_.find(workspace);
        if (!known) continue;
        known->version = std::max(known->version, version);
        if (told.same_people) continue;
        known->people_at = version;
        known->owner.clear();
        known->members.reset();
    }
    for (const auto& [partition, offset] : told.positions) advance(positions_, partition, offset);
    wake();
    if (!changed_) return;
    if (told.all) changed_({}, 0);
    for (const auto& [workspace, version] : told.workspaces) changed_(workspace, version);
}

void ReadModel::forget_all() {
    known_.clear();
    ++epoch_;
}

void ReadModel::wake() {
    for (Waiter& waiter : waiters_) {
        const auto at = positions_.find(waiter.partition);
        if (at != positions_.end() && at->second >= waiter.offset) waiter.timer->cancel();
    }
}

asio::awaitable<bool> ReadModel::reached(int partition, std::int64_t offset) {
    const auto there = [&] {
        const auto at = positions_.find(partition);
        return at != positions_.end() && at->second >= offset;
    };
    if (there()) co_return true;
    auto timer = std::make_shared<asio::steady_timer>(io_, longest_catching_up);
    const auto at = waiters_.insert(waiters_.end(), {partition, offset, timer});
    co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
    waiters_.erase(at);
    co_return there();
}

asio::awaitable<KnownWorkspace> ReadModel::workspace(postgres::Pool& pool, const std::string& id,
                                                     const std::string& share) {
    if (listening_)
        if (const KnownWorkspace* known = known_.find(id); known && known->members) co_return *known;
    const std::uint64_t epoch = epoch_;
    if (listening_) known_[id];  // what changes while it is read is told to this one
    postgres::Work read = [schema = schema_, id](postgres::Session& session) {
        pqxx::nontransaction transaction(session.connection());
        return session.run_in(transaction, schema, sql::read_model::workspace, {id});
    };
    const auto rows = co_await pool.run(io_, std::move(read), share);
    KnownWorkspace found;
    found.members.emplace();
    if (!rows.empty())
        found = {.version = rows[0][0].as<std::int64_t>(),
                 .owner = rows[0][2].is_null() ? "" : rows[0][2].c_str(),
                 .members = split(rows[0][1].c_str()),
                 .partition = rows[0][3].as<int>()};
    if (!listening_ || epoch != epoch_) co_return found;
    KnownWorkspace* const known = known_.find(id);
    if (known && found.version >= known->people_at) {  // else a newer change of the members was told, or read
        found.people_at = found.version;
        found.version = std::max(found.version, known->version);
        *known = found;
    }
    co_return found;
}

}  // namespace tasklog::query

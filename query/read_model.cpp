#include "query/read_model.hpp"

#include <rapidjson/document.h>

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::chrono::seconds max_wait{2};
constexpr std::size_t max_known = 200'000;

std::map<int, std::int64_t> read_positions(postgres::Session& session, const std::string& schema) {
    pqxx::work transaction(session.connection());
    std::map<int, std::int64_t> out;
    for (const auto& row : session.run(transaction, "SELECT part, next_offset - 1 FROM " + schema + ".checkpoints"))
        out[row[0].as<int>()] = row[1].as<std::int64_t>();
    return out;
}

std::uint64_t read_generation(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction read(session.connection());
    const auto rows = session.run(read, "SELECT oid FROM pg_namespace WHERE nspname = $1", {schema});
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

}  // namespace

ReadModel::ReadModel(asio::io_context& io, const std::string& url, std::string schema, Readiness& readiness,
                     std::string part)
    : io_(io), schema_(std::move(schema)), readiness_(readiness), part_(std::move(part)), known_(max_known) {
    readiness_.waiting(part_, "not connected yet");
    listener_ = std::make_unique<postgres::Listener>(
        io, url, "tasklog_" + schema_,
        postgres::Listener::Events{.connected = [this](postgres::Session& session) -> std::function<void()> {
                                       // The generation first: an older one only makes an answer be sent again.
                                       const std::uint64_t generation = read_generation(session, schema_);
                                       return [this, at = read_positions(session, schema_), generation] {
                                           connected(at, generation);
                                       };
                                   },
                                   .payload = [this](const std::string& payload) { notified(payload); },
                                   .disconnected = [this](const std::string& why) { disconnected(why); }});
}

void ReadModel::connected(std::map<int, std::int64_t> positions, std::uint64_t generation) {
    forget_all();
    generation_ = generation;
    listening_ = true;
    positions_ = std::move(positions);
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

void ReadModel::notified(const std::string& payload) {
    rapidjson::Document document;
    document.Parse(payload.data(), payload.size());
    if (document.HasParseError() || !document.IsObject()) return;
    if (const auto at = document.FindMember("generation"); at != document.MemberEnd() && at->value.IsUint64())
        generation_ = at->value.GetUint64();
    const auto workspaces = document.FindMember("workspaces");
    const auto positions = document.FindMember("positions");
    const bool named = workspaces != document.MemberEnd() && workspaces->value.IsObject();
    if (!named) forget_all();
    if (named)
        for (const auto& member : workspaces->value.GetObject())
            if (KnownWorkspace* known = known_.find(member.name.GetString()))
                *known = {.version = member.value.GetInt64(), .owner = {}, .members = {}};
    if (positions != document.MemberEnd() && positions->value.IsObject())
        for (const auto& member : positions->value.GetObject())
            positions_[std::atoi(member.name.GetString())] = member.value.GetInt64();
    wake();
    if (!changed_) return;
    if (!named) return changed_({}, 0);
    for (const auto& member : workspaces->value.GetObject()) changed_(member.name.GetString(), member.value.GetInt64());
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
    auto timer = std::make_shared<asio::steady_timer>(io_, max_wait);
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
    const std::string sql = "SELECT last_offset, array_to_string(ARRAY(SELECT person_id FROM " + schema_ +
                            ".members m WHERE m.workspace_id = w.workspace_id), ','), (SELECT person_id FROM " +
                            schema_ +
                            ".members m WHERE m.workspace_id = w.workspace_id AND role = 'owner' LIMIT 1) FROM " +
                            schema_ + ".workspaces w WHERE workspace_id = $1::uuid";
    postgres::Work read = [sql, id](postgres::Session& session) {
        pqxx::nontransaction transaction(session.connection());
        return session.run(transaction, sql, {id});
    };
    const auto rows = co_await pool.run(io_, std::move(read), share);
    KnownWorkspace found;
    found.members.emplace();
    if (!rows.empty())
        found = {.version = rows[0][0].as<std::int64_t>(),
                 .owner = rows[0][2].is_null() ? "" : rows[0][2].c_str(),
                 .members = split(rows[0][1].c_str())};
    if (!listening_ || epoch != epoch_) co_return found;
    KnownWorkspace* const known = known_.find(id);
    if (known && found.version >= known->version) *known = found;  // else a newer change was told
    co_return found;
}

}  // namespace tasklog::query

#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "infra/bounded_map.hpp"
#include "infra/postgres/listener.hpp"
#include "infra/postgres/pool.hpp"
#include "infra/readiness.hpp"

namespace tasklog::query {

struct Notification;

/// What is known of a workspace without asking Postgres.
struct KnownWorkspace {
    std::int64_t version = -1;  ///< the offset of its last applied commit; -1 before the first
    std::string owner{};        ///< empty before the first commit
    std::optional<std::vector<std::string>> members{};
    int partition = -1;           ///< of the log; -1 before the first commit
    std::int64_t people_at = -1;  ///< members of an older version are not to be believed
};

/// How far the read model is, from its projection's notifications: what can be read, and what has changed. While the
/// notifications are cut off nothing is taken as known. For the io_context's thread.
class ReadModel {
  public:
    /// `part`: what readiness calls it. `from`: by whom told() is called, whose notifications say nothing new.
    ReadModel(boost::asio::io_context& io, std::string schema, Readiness& readiness, std::string part = "read-model",
              std::string from = "");
    ReadModel(const ReadModel&) = delete;
    void listen(postgres::Listener& listener);

    const std::string& schema() const { return schema_; }
    /// Which schema has this name at present: another number once a rebuilt one was put in its place.
    std::uint64_t generation() const { return generation_; }

    /// Whether the log has such a partition, as far as is known.
    bool has_partition(int partition) const { return positions_.empty() || positions_.contains(partition); }
    /// True once the record at this position of the log is applied; false if it is not within two seconds.
    boost::asio::awaitable<bool> reached(int partition, std::int64_t offset);

    /// The workspace's version and members, from memory if they are known, else from Postgres. The version may be older
    /// than what a query reads afterwards, never newer. `share`: for whom (see postgres::Pool).
    boost::asio::awaitable<KnownWorkspace> workspace(postgres::Pool& pool, const std::string& id,
                                                     const std::string& share);

    /// What a worker in this process has told those who listen, without the way through Postgres.
    void told(const std::string& payload);

    /// Told of each change that is read from now on. `workspace` is empty when anything may have changed.
    using Changed = std::function<void(const std::string& workspace, std::int64_t version)>;
    void set_changed(Changed changed) { changed_ = std::move(changed); }

  private:
    struct Waiter {
        int partition;
        std::int64_t offset;
        std::shared_ptr<boost::asio::steady_timer> timer;
    };
    void connected(std::map<int, std::int64_t> positions, std::uint64_t generation);
    void disconnected(const std::string& why);
    void notified(const std::string& payload);
    void take(const Notification& told);
    void forget_all();
    void wake();

    boost::asio::io_context& io_;
    const std::string schema_;
    Readiness& readiness_;
    const std::string part_;
    const std::string from_;
    bool listening_ = false;
    std::uint64_t generation_ = 0;
    std::uint64_t epoch_ = 0;  ///< moves when what was known is forgotten: an answer asked for before then is not kept
    std::map<int, std::int64_t> positions_;
    std::map<int, std::int64_t> told_meanwhile_;  ///< while it was not listening
    BoundedMap<KnownWorkspace> known_;            ///< those that were asked for
    std::list<Waiter> waiters_;
    Changed changed_;
};

}  // namespace tasklog::query

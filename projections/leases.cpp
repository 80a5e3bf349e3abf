#include "projections/leases.hpp"

#include <algorithm>
#include <map>

#include "infra/postgres/array.hpp"
#include "infra/uuid.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr std::chrono::milliseconds longest_interval{1'000};
constexpr std::chrono::milliseconds waiting_interval{100};

std::string list_of(const std::set<int>& partitions) {
    postgres::ArrayText list;
    for (const int partition : partitions) list.add_plain(std::to_string(partition));
    return list.text();
}

std::set<int> without(const std::set<int>& all, const std::set<int>& some) {
    std::set<int> out;
    std::ranges::set_difference(all, some, std::inserter(out, out.end()));
    return out;
}

}  // namespace

/// Everybody who lives, and what each has.
struct Leases::Present {
    std::map<std::string, std::set<int>> workers;
    bool has_name = false;  ///< nobody else who lives has this one's
};

Leases::Leases(std::string schema, std::string worker, std::chrono::milliseconds silence)
    : schema_(std::move(schema)), silence_(silence), run_(uuid_v7()), worker_(std::move(worker)) {}

Leases::Present Leases::keep(postgres::Session& session) {
    Present out;
    pqxx::nontransaction run(session.connection());
    const auto rows = session.run_in(run, schema_, embedded::keep_lease_sql,
                                     {worker_, run_, std::to_string(silence_.count()), begun_ ? "false" : "true"});
    for (const auto& row : rows) {
        auto& parts = out.workers[row[0].as<std::string>()];
        if (!row[1].is_null()) parts.insert(row[1].as<int>());
        out.has_name = row[2].as<bool>();
    }
    return out;
}

/// Each partition has its place in the row of all workers.
std::set<int> Leases::share(const Present& present, int partitions) const {
    const auto count = static_cast<int>(present.workers.size());
    const auto rank = static_cast<int>(std::distance(present.workers.begin(), present.workers.find(worker_)));
    std::set<int> out;
    for (int partition = rank; partition < partitions; partition += count) out.insert(partition);
    return out;
}

const std::set<int>& Leases::renew(postgres::Session& session, int partitions) {
    Present present = keep(session);
    if (!present.has_name) {
        // Another that lives was started under this name since, and has what was this one's.
        worker_ += " " + run_;
        present = keep(session);
    }
    begun_ = true;
    held_ = present.workers.at(worker_);
    const std::set<int> wanted = share(present, partitions);
    std::set<int> free = without(wanted, held_);
    for (const auto& [worker, parts] : present.workers) free = without(free, parts);
    const std::set<int> surplus = without(held_, wanted);
    if (!free.empty() || !surplus.empty()) {
        held_ = without(held_, surplus);
        pqxx::nontransaction run(session.connection());
        for (const auto& row :
             session.run_in(run, schema_, embedded::move_leases_sql, {worker_, list_of(surplus), list_of(free)}))
            held_.insert(row[0].as<int>());
    }
    waits_ = held_.size() < wanted.size();
    return held_;
}

std::chrono::milliseconds Leases::interval() const {
    return waits_ ? waiting_interval : std::min(longest_interval, silence_ / 4);
}

void Leases::leave(postgres::Session& session) {
    pqxx::nontransaction run(session.connection());
    session.run_in(run, schema_, sql::leases::leave, {worker_, run_});
    begun_ = false;
    held_.clear();
}

}  // namespace tasklog::projections

#include "projections/rebuild/compare.hpp"

#include <algorithm>
#include <unordered_map>

#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr const char* rows_at_a_time = "5000";
/// Columns that say what a worker has tried, or when this database did something.
constexpr const char* not_from_the_log = "'{tries,next_try,error,parked_at}'::text[]";

struct Table {
    std::string name;
    std::string key;  ///< its primary key's columns
};

std::vector<Table> tables_of(postgres::Session& session, pqxx::transaction_base& transaction,
                             const std::string& schema) {
    std::vector<Table> out;
    for (const auto& row : session.run_in(transaction, schema, sql::versions::kept_tables, {schema}))
        out.push_back({row[0].as<std::string>(), row[1].as<std::string>()});
    return out;
}

struct Row {
    std::string key;
    std::string text;
};

/// The rows of a table in the order of their keys, some at a time.
class Rows {
  public:
    Rows(pqxx::transaction_base& transaction, const std::string& schema, const Table& table,
         const std::optional<std::set<std::string, std::less<>>>& workspaces)
        : transaction_(transaction) {
        std::string where;
        if (workspaces && (table.key + ",").starts_with("workspace_id,")) {
            for (const std::string& each : *workspaces)
                where += (where.empty() ? " WHERE workspace_id IN ('" : "','") + each;
            where += "')";
        }
        transaction_.exec("DECLARE compared NO SCROLL CURSOR FOR SELECT json_build_array(" + table.key +
                          ")::text, (to_jsonb(t) - " + not_from_the_log + ")::text FROM " + schema + "." + table.name +
                          " t" + where + " ORDER BY " + table.key);
    }
    ~Rows() {
        try {
            transaction_.exec("CLOSE compared");
        } catch (const std::exception&) {  // the connection is gone, and the cursor with it
        }
    }
    Rows(const Rows&) = delete;

    std::optional<Row> next() {
        if (at_ == fetched_.size()) {
            fetched_ = transaction_.exec(std::string("FETCH ") + rows_at_a_time + " FROM compared");
            at_ = 0;
            if (fetched_.empty()) return std::nullopt;
        }
        const auto row = fetched_[at_++];
        return Row{row[0].as<std::string>(), row[1].as<std::string>()};
    }

  private:
    pqxx::transaction_base& transaction_;
    pqxx::result fetched_;
    pqxx::result::size_type at_ = 0;
};

/// Rows come in the same order from both sides. One that has no partner yet waits for it; those that wait at the end
/// have none. So few wait as there are differences.
void compare(Rows& live, Rows& fresh, const std::string& table, bool fewer_are_fine, std::size_t max, Comparison& out) {
    std::unordered_map<std::string, std::string> only_live;
    std::unordered_map<std::string, std::string> only_fresh;
    const auto meet = [&](Row row, auto& own, auto& others, bool is_live) {
        const auto other = others.find(row.key);
        if (other == others.end()) {
            own.emplace(std::move(row.key), std::move(row.text));
            return;
        }
        if (other->second != row.text)
            out.differences.push_back(
                {table, row.key, is_live ? row.text : other->second, is_live ? other->second : row.text});
        others.erase(other);
    };
    bool more = true;
    while (more && out.differences.size() + only_live.size() < max) {
        auto a = live.next();
        auto b = fresh.next();
        more = a || b;
        if (a) {
            ++out.rows;
            meet(std::move(*a), only_live, only_fresh, true);
        }
        if (b) meet(std::move(*b), only_fresh, only_live, false);
        if (!fewer_are_fine && out.differences.size() + only_fresh.size() >= max) break;
    }
    for (auto& [key, text] : only_live) out.differences.push_back({table, key, text, ""});
    if (!fewer_are_fine)
        for (auto& [key, text] : only_fresh) out.differences.push_back({table, key, "", text});
}

void compare_schemas(postgres::Session& fresh_session, pqxx::transaction_base& live, postgres::Session& live_session,
                     const Projection& projection, const std::string& fresh_schema, const Only& only, std::size_t max,
                     Comparison& out) {
    pqxx::work fresh(fresh_session.connection());
    for (const Table& table : tables_of(live_session, live, projection.schema)) {
        // A workspace's rows do not hold all of what is kept for a person.
        if (only.workspaces && !(table.key + ",").starts_with("workspace_id,")) continue;
        Rows is(live, projection.schema, table, only.workspaces);
        Rows ought(fresh, fresh_schema, table, only.workspaces);
        const bool worked_off = std::find(projection.worked_off.begin(), projection.worked_off.end(), table.name) !=
                                projection.worked_off.end();
        compare(is, ought, table.name, worked_off, max, out);
        ++out.tables;
        if (out.differences.size() >= max) break;
    }
    if (out.differences.size() > max) out.differences.resize(max);
}

}  // namespace

Comparison verify(const Log& log, const std::string& postgres, const Projection& projection, const FillOptions& options,
                  std::size_t max_differences) {
    postgres::Session live(postgres);
    if (!is_there(live, projection.schema)) throw std::runtime_error("there is no " + projection.schema);
    // What it is at one moment, however long this takes.
    pqxx::transaction<pqxx::isolation_level::repeatable_read> now(live.connection());
    FillOptions until = options;
    for (const auto& [partition, span] : kafka::whole(log.kafka, log.topic)) until.until[partition] = 0;
    for (const auto& [partition, at] : positions(live, now, projection.schema)) until.until[partition] = at.next_offset;
    const Projection fresh = projection.in(projection.schema + "_verify");
    const RebuildLock lock(postgres, fresh.schema);
    postgres::Session session(postgres);
    make_scratch(session, fresh);
    Comparison out;
    out.filled = fill(log, postgres, fresh, until);
    compare_schemas(session, now, live, projection, fresh.schema, options.only, max_differences, out);
    drop(session, fresh.schema);
    return out;
}

}  // namespace tasklog::projections

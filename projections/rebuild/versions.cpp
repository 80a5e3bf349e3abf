#include "projections/rebuild/versions.hpp"

#include <future>
#include <thread>

#include "infra/log.hpp"
#include "infra/postgres/migrate.hpp"
#include "infra/postgres/worker_loop.hpp"
#include "projections/rebuild/same_log.hpp"
#include "projections/tell.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

/// The statements of a file of SQL.
std::vector<std::string> statements_of(const std::string& sql) {
    std::vector<std::string> out;
    std::string::size_type from = 0;
    for (auto end = sql.find(";\n"); end != std::string::npos; end = sql.find(";\n", from)) {
        out.push_back(sql.substr(from, end + 1 - from));
        from = end + 2;
    }
    return out;
}

/// The indexes, as many at a time as connections are allowed, then what the planner needs to know.
void make_indexes(const std::string& postgres, const Projection& projection, int parallel) {
    const std::vector<std::string> statements = statements_of(projection.indexes);
    std::atomic<std::size_t> next = 0;
    const auto make = [&] {
        postgres::Session session(postgres);
        pqxx::nontransaction run(session.connection());
        run.exec("SET maintenance_work_mem = '128MB'");
        run.exec("SET client_min_messages = warning");
        for (std::size_t i = next++; i < statements.size(); i = next++)
            run.exec(postgres::in_schema(statements[i], projection.schema));
    };
    std::vector<std::future<void>> makers;
    makers.reserve(static_cast<std::size_t>(parallel));
    for (int i = 0; i < parallel; ++i) makers.push_back(std::async(std::launch::async, make));
    for (auto& maker : makers) maker.get();
    postgres::Session session(postgres);
    postgres::migrate(session, projection.schema, projection.tables + projection.indexes);
    pqxx::nontransaction run(session.connection());
    for (const auto& row : session.run_in(run, projection.schema, sql::versions::tables, {projection.schema}))
        run.exec("ANALYZE " + row[0].as<std::string>());
}

/// An unfinished schema says what it is filled by: another form of its tables can't be gone on with.
bool has_its_form(postgres::Session& session, const Projection& next) {
    pqxx::nontransaction read(session.connection());
    return !session.run_in(read, next.schema, sql::versions::has_form, {next.schema, next.tables + next.indexes})
                .empty();
}

/// Nor can what was filled from another log.
bool can_go_on(const Log& log, postgres::Session& session, const Projection& next) {
    if (!has_its_form(session, next)) return false;
    std::map<int, Checkpoint> begun;
    {
        pqxx::work read(session.connection());
        begun = positions(session, read, next.schema);
    }
    try {
        look_at_log(log, session, next.schema, begun);
        return true;
    } catch (const AnotherLog&) {
        return false;
    }
}

void make_tables(postgres::Session& session, const Projection& projection) {
    pqxx::work transaction(session.connection());
    transaction.exec("SET LOCAL client_min_messages = warning");
    transaction.exec(postgres::in_schema(sql::versions::drop, projection.schema));
    transaction.exec(postgres::in_schema(projection.tables, projection.schema));
    const auto mark =
        session.run_in(transaction, projection.schema, sql::versions::mark, {projection.tables + projection.indexes});
    transaction.exec("COMMENT ON SCHEMA " + projection.schema + " IS " + mark[0][0].as<std::string>());
    transaction.commit();
}

/// Nobody applies a batch to these, or begins to, until the transaction ends; who waits for it sees the new names.
void hold_back(pqxx::transaction_base& transaction, const std::string& schema) {
    transaction.exec(postgres::in_schema(sql::versions::hold_back, schema));
}

/// Tells the readers that all they knew is to be read anew, and where the schema of this name is now.
void tell(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& live) {
    Changes changes{.all_workspaces = true};
    changes.generation = session.run_in(transaction, live, sql::versions::oid, {live})[0][0].as<std::string>();
    for (const auto& [partition, at] : positions(session, transaction, live))
        changes.positions[partition] = at.next_offset - 1;
    for (const std::string& text : texts_of(changes))
        session.run(transaction, std::string(sql::tell::notify), {channel_of(live), text});
}

/// Applies to `behind` what the locked `ahead` has and it has not.
void catch_up(const Log& log, const std::string& postgres, const Projection& behind, FillOptions options,
              const std::map<int, Checkpoint>& ahead) {
    options.only = {};
    options.progress = [](const FillProgress&) {};
    options.until.clear();
    for (const auto& [partition, all] : kafka::whole(log.kafka, log.topic)) {
        const auto at = ahead.find(partition);
        // The live one may be of another log, which was longer.
        options.until[partition] = at == ahead.end() ? 0 : std::min(at->second.next_offset, all.until);
    }
    fill(log, postgres, behind, options);
}

std::vector<std::string> parked_only_in_next(postgres::Session& session, pqxx::transaction_base& transaction,
                                             const std::string& live) {
    std::vector<std::string> out;
    for (const auto& row : session.run_in(transaction, live, sql::versions::newly_parked))
        out.push_back(row[0].as<std::string>());
    return out;
}

}  // namespace

bool is_there(postgres::Session& session, const std::string& schema) {
    pqxx::nontransaction read(session.connection());
    return !session.run_in(read, schema, sql::versions::oid, {schema}).empty();
}

void require(postgres::Session& session, const std::string& schema) {
    if (!is_there(session, schema)) throw postgres::Unavailable(schema + " is not filled from the log yet");
}

std::map<int, Checkpoint> positions(postgres::Session& session, pqxx::transaction_base& transaction,
                                    const std::string& schema) {
    std::map<int, Checkpoint> out;
    for (const auto& row : session.run_in(transaction, schema, sql::checkpoints::all))
        out.emplace(row[0].as<int>(), checkpoint_from(row));
    return out;
}

RebuildLock::RebuildLock(const std::string& postgres, const std::string& schema) : session_(postgres), schema_(schema) {
    if (!take()) throw std::runtime_error("another process rebuilds " + schema + " already: wait for it");
}

RebuildLock::RebuildLock(const std::string& postgres, const std::string& schema, const std::function<void()>& idle)
    : session_(postgres), schema_(schema) {
    while (!take()) {
        idle();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

bool RebuildLock::take() {
    pqxx::nontransaction run(session_.connection());
    return session_.run_in(run, schema_, sql::versions::take_rebuild, {schema_})[0][0].as<bool>();
}

FillProgress build_next(const Log& log, const std::string& postgres, const Projection& projection,
                        const FillOptions& options, bool fresh) {
    const Projection next = projection.in(next_of(projection.schema));
    {
        postgres::Session session(postgres);
        projection.prepare(session);
        if (fresh || !can_go_on(log, session, next)) make_tables(session, next);
    }
    FillProgress all = fill(log, postgres, next, options);
    make_indexes(postgres, next, options.parallel);
    const FillProgress rest = fill(log, postgres, next, options);
    all.records += rest.records;
    all.records_in_all += rest.records_in_all;
    all.bytes += rest.bytes;
    all.commits += rest.commits;
    all.events += rest.events;
    return all;
}

std::vector<std::string> switch_to_next(const Log& log, const std::string& postgres, const Projection& projection,
                                        const FillOptions& options, bool even_parked) {
    const std::string& live = projection.schema;
    const std::string next = next_of(live);
    postgres::Session session(postgres);
    if (!is_there(session, next)) throw std::runtime_error("there is no " + next + ": run `tasklog replay` first");
    const bool has_live = is_there(session, live);
    pqxx::work transaction(session.connection());
    transaction.exec("SET LOCAL client_min_messages = warning");
    if (has_live) {
        hold_back(transaction, live);
        catch_up(log, postgres, projection.in(next), options, positions(session, transaction, live));
        const auto parked = parked_only_in_next(session, transaction, live);
        if (!parked.empty() && !even_parked) return parked;
        transaction.exec(postgres::in_schema(sql::versions::keep_as_previous, live));
    }
    transaction.exec(postgres::in_schema(sql::versions::put_next_in_place, live));
    tell(session, transaction, live);
    transaction.commit();
    return {};
}

void switch_back(const Log& log, const std::string& postgres, const Projection& projection,
                 const FillOptions& options) {
    const std::string& live = projection.schema;
    const std::string previous = previous_of(live);
    postgres::Session session(postgres);
    if (!is_there(session, previous))
        throw std::runtime_error("there is no " + previous + " to go back to: nothing was switched yet");
    fill(log, postgres, projection.in(previous), options);
    pqxx::work transaction(session.connection());
    hold_back(transaction, live);
    catch_up(log, postgres, projection.in(previous), options, positions(session, transaction, live));
    transaction.exec(postgres::in_schema(sql::versions::exchange_with_previous, live));
    tell(session, transaction, live);
    transaction.commit();
}

void ensure_live(const Log& log, const std::string& postgres, const Projection& projection,
                 const FillOptions& options) {
    postgres::Session session(postgres);
    if (!is_there(session, projection.schema)) {
        const RebuildLock lock(postgres, projection.schema, [&] { options.progress({}); });
        if (!is_there(session, projection.schema)) {
            log::info("filling a read model from the log", {{"schema", projection.schema}});
            build_next(log, postgres, projection, options, false);
            switch_to_next(log, postgres, projection, options, true);
        }
    }
    create(session, projection);
}

void make_scratch(postgres::Session& session, const Projection& projection) {
    projection.prepare(session);
    make_tables(session, projection);
}

void drop(postgres::Session& session, const std::string& schema) {
    pqxx::work transaction(session.connection());
    transaction.exec("SET LOCAL client_min_messages = warning");
    transaction.exec(postgres::in_schema(sql::versions::drop, schema));
    transaction.commit();
}

}  // namespace tasklog::projections

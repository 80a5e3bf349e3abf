#include "infra/postgres/unit_of_work.hpp"

#include <utility>

namespace tasklog::postgres {
namespace {

constexpr std::size_t most_queued = 1024UL * 1024;
constexpr std::size_t largest_queued = 64UL * 1024;  ///< what is larger is not made a literal of, and parsed again

std::size_t size_of(const std::vector<std::string>& args) {
    std::size_t out = 0;
    for (const std::string& arg : args) out += arg.size();
    return out;
}

}  // namespace

UnitOfWork::~UnitOfWork() {
    if (committed_ || !begun_) return;
    try {
        transaction_.exec("ROLLBACK");
    } catch (const std::exception&) {
        // The connection is gone, and the transaction with it.
    }
}

pqxx::result UnitOfWork::run(const std::string& sql, const std::vector<std::string>& args) {
    if (can_queue(args)) {
        queue(session_.execute(sql, args));
        return send();
    }
    if (!begun_ || !queued_.empty()) exec("");  // BEGIN, and what waits
    failed_ = true;
    auto result =
        session_.pooled_ ? session_.run_unprepared(transaction_, sql, args) : session_.run(transaction_, sql, args);
    failed_ = false;
    return result;
}

void UnitOfWork::put(const std::string& sql, const std::vector<std::string>& args) {
    if (!can_queue(args)) {
        run(sql, args);
        return;
    }
    queue(session_.execute(sql, args));
    if (queued_.size() > most_queued) send();
}

/// Only a prepared statement has a name that a text can hold.
bool UnitOfWork::can_queue(const std::vector<std::string>& args) const {
    return !session_.pooled_ && size_of(args) <= largest_queued;
}

pqxx::result UnitOfWork::run_in(const std::string& schema, std::string_view sql, const std::vector<std::string>& args) {
    return run(in_schema(sql, schema), args);
}

void UnitOfWork::put_in(const std::string& schema, std::string_view sql, const std::vector<std::string>& args) {
    put(in_schema(sql, schema), args);
}

void UnitOfWork::exec(const std::string& sql) {
    queue(sql);
    send();
}

void UnitOfWork::commit() {
    if (failed_) throw std::logic_error("a unit of work that has failed cannot be committed");
    if (!begun_ && queued_.empty()) return;
    queue("COMMIT");
    send();
    committed_ = true;
}

void UnitOfWork::queue(const std::string& statement) {
    if (!begun_ && queued_.empty()) queued_ = "BEGIN";
    queued_.append(";").append(statement);
}

pqxx::result UnitOfWork::send() {
    begun_ = true;
    failed_ = true;
    auto result = transaction_.exec(std::exchange(queued_, {}));
    failed_ = false;
    return result;
}

Savepoint::Savepoint(UnitOfWork& unit) : unit_(unit) { unit_.exec("SAVEPOINT part"); }

void Savepoint::release() {
    unit_.exec("RELEASE SAVEPOINT part");
    released_ = true;
}

Savepoint::~Savepoint() {
    if (released_) return;
    unit_.queued_.clear();
    try {
        unit_.exec("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
    } catch (const std::exception&) {
        // The connection is gone, and with it the whole transaction: its next statement says so.
    }
}

}  // namespace tasklog::postgres

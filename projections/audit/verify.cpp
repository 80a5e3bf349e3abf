#include "projections/audit/verify.hpp"

#include <charconv>
#include <limits>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "base/sha256.hpp"
#include "events/format/commit_json.hpp"
#include "events/format/log_record.hpp"
#include "infra/kafka/partitioner.hpp"
#include "infra/kafka/reading.hpp"
#include "projections/audit/entries.hpp"
#include "projections/rebuild/versions.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t entries_a_comparison = 2'000;

/// One partition of the log beside its rows.
class Verification {
  public:
    Verification(postgres::Session& session, pqxx::transaction_base& now, std::string schema, int partition,
                 std::int64_t applied, std::optional<WorkspaceId> only)
        : session_(session),
          now_(now),
          schema_(std::move(schema)),
          partition_(partition),
          only_(only),
          only_text_(only ? only->text() : ""),
          applied_(applied) {
        for (const auto& row : session_.run_in(now_, schema_, sql::entries::parked_since))
            parked_.emplace(row[0].as<std::string>(), row[1].as<std::int64_t>());
    }

    /// False: there is a difference, and no need to read on.
    bool read(const LogRecord& record) {
        const ClaimFilter before = filter_;
        const bool counted = counts(filter_, record);
        if (record.kind == "claim") skipped_ = false;
        if (!counted) {
            // What the client lost takes those behind it along: none of its claim can count any more.
            if (record.kind == "commit" && record.claim == std::to_string(before.claim) &&
                number_of(record) > before.seq + 1)
                skipped_ = true;
            return true;
        }
        // Commits stand under their workspace's id. One that did not would have rows that nothing expects.
        if (!only_text_.empty() && record.key != only_text_) return true;
        return commit(record);
    }

    /// After the last record: what is still to be compared, and that there are no rows beyond it.
    void finish(std::int64_t end) {
        if (!result.difference) compare(end);
    }

    VerificationReport result;

  private:
    bool commit(const LogRecord& record) {
        auto decoded = decode_commit(record.value);
        if (!decoded) return differs(record.offset, std::string(record.key), "", decoded.error().why);
        const CountedCommit counted{.partition = partition_,
                                    .offset = record.offset,
                                    .shared = std::make_shared<const Commit>(std::move(*decoded)),
                                    .value = std::string(record.value)};
        const Commit& commit = counted.commit;
        if (only_ && commit.workspace != *only_) return true;
        const std::string workspace = commit.workspace.text();
        if (skipped_)
            return differs(record.offset, workspace, commit.id.text(),
                           "it stands behind a commit that was written after it: the order of the log was changed");
        std::string& last = last_hash_[commit.workspace];
        if (commit.prev != last)
            return differs(record.offset, workspace, commit.id.text(),
                           "its `prev` is not the hash of the workspace's commit before it");
        last = sha256_hex(record.value);
        ++result.commits;
        const auto parked = parked_.find(workspace);
        if (record.offset >= applied_ || (parked != parked_.end() && record.offset >= parked->second)) {
            ++result.pending;
            return true;
        }
        try {
            for (Entry& entry : entries_of(things_, counted)) expected_.push_back(std::move(entry));
        } catch (const Unappliable& error) {
            return differs(record.offset, workspace, commit.id.text(), error.what());
        }
        return expected_.size() < entries_a_comparison || compare(record.offset + 1);
    }

    /// Holds what is expected below `end` against the rows there.
    bool compare(std::int64_t end) {
        std::vector<std::string> args{std::to_string(partition_), std::to_string(compared_), std::to_string(end)};
        if (only_) args.push_back(only_text_);
        const auto statement = only_ ? sql::entries::of_workspace_between : sql::entries::between;
        const auto rows = session_.run_in(now_, schema_, statement, args);
        compared_ = end;
        auto at = rows.begin();
        for (const Entry& entry : expected_) {
            if (at == rows.end() || from_row(*at) != entry)
                return differs(entry.offset, entry.workspace.text(), commit_of(entry),
                               "the row of its event " + std::to_string(entry.number) +
                                   " in Postgres is missing, or is not what the log says");
            ++at;
            ++result.entries;
        }
        expected_.clear();
        if (at == rows.end()) return true;
        const Entry extra = from_row(*at);
        return differs(extra.offset, extra.workspace.text(), commit_of(extra),
                       "Postgres has a row that is not in the log");
    }

    static std::uint64_t number_of(const LogRecord& record) {
        std::uint64_t seq = 0;
        std::from_chars(record.seq.data(), record.seq.data() + record.seq.size(), seq);
        return seq;
    }

    static Entry from_row(const pqxx::row& row) {
        Entry entry{.workspace = *WorkspaceId::parse(row[0].c_str()),
                    .at = Instant::parse(row[1].c_str()).value_or(Instant{}),
                    .number = row[2].as<unsigned>(),
                    .partition = row[3].as<int>(),
                    .offset = row[4].as<std::int64_t>(),
                    .actor = *PersonId::parse(row[5].c_str()),
                    .type = row[6].c_str(),
                    .subject = {},
                    .body = row[9].c_str()};
        if (!row[7].is_null()) entry.task = TaskId::parse(row[7].c_str());
        if (!row[8].is_null()) entry.subject.list = ListId::parse(row[8].c_str());
        return entry;
    }

    /// The commit's id as the entry's body tells it; empty if it does not.
    static std::string commit_of(const Entry& entry) {
        constexpr std::string_view mark = "\"commit\":\"";
        const std::size_t at = entry.body.find(mark);
        return at == std::string::npos ? std::string() : entry.body.substr(at + mark.size(), 36);
    }

    bool differs(std::int64_t offset, std::string workspace, std::string commit, std::string what) {
        result.difference = {partition_, offset, std::move(workspace), std::move(commit), std::move(what)};
        return false;
    }

    postgres::Session& session_;
    pqxx::transaction_base& now_;  ///< the history as it was at one moment
    const std::string schema_;
    const int partition_;
    const std::optional<WorkspaceId> only_;
    const std::string only_text_;                 ///< empty: all
    const std::int64_t applied_;                  ///< the history has the commits before this offset
    std::map<std::string, std::int64_t> parked_;  ///< workspace -> from which offset on
    ClaimFilter filter_;
    bool skipped_ = false;  ///< a commit of the latest claim was out of turn
    std::unordered_map<WorkspaceId, std::string> last_hash_;
    Things things_;
    std::vector<Entry> expected_;
    std::int64_t compared_ = 0;
};

VerificationReport verify_partition(const kafka::Config& kafka, const std::string& topic, Verification& verification,
                                    int partition, kafka::Span span, const std::stop_token& stop) {
    kafka::Consumer consumer(kafka, "");
    const auto end_if_told = [&] {
        if (stop.stop_requested()) throw std::runtime_error("told to stop");
    };
    kafka::read(
        consumer, topic, {{partition, span}},
        [&](const kafka::Record& record) {
            end_if_told();
            return verification.read(log_record(record));
        },
        end_if_told);
    verification.finish(std::numeric_limits<std::int64_t>::max());
    return verification.result;
}

}  // namespace

VerificationReport verify_audit(const kafka::Config& kafka, const std::string& topic, const std::string& postgres,
                                const std::string& schema, const std::optional<WorkspaceId>& only,
                                const std::stop_token& stop) {
    postgres::Session session(postgres);
    // The history at one moment, while it goes on growing. What it has then is in the log, whose end is asked for
    // after.
    pqxx::transaction<pqxx::isolation_level::repeatable_read> now(session.connection());
    const auto applied = positions(session, now, schema);
    const auto partitions = kafka::whole(kafka, topic);
    VerificationReport all;
    for (const auto& [p, span] : partitions) {
        if (only && kafka::partition_of(only->text(), static_cast<int>(partitions.size())) != p) continue;
        const auto at = applied.find(p);
        Verification verification(session, now, schema, p, at == applied.end() ? 0 : at->second.next_offset, only);
        const VerificationReport one = verify_partition(kafka, topic, verification, p, span, stop);
        all.commits += one.commits;
        all.entries += one.entries;
        all.pending += one.pending;
        all.difference = one.difference;
        if (all.difference) break;
    }
    return all;
}

}  // namespace tasklog::projections

// One message of a pipeline is lost in the client, and others behind it are written: the whole of Ownership against
// librdkafka's mock broker, which refuses the one.
#include <gtest/gtest.h>

#include <utility>

#include <boost/asio/io_context.hpp>

#include "command/owner/ownership.hpp"
#include "events/format/commit_json.hpp"
#include "infra/uuid.hpp"
#include "tests/support/given.hpp"
#include "tests/support/mock_cluster.hpp"

namespace tasklog::testing {
namespace {

using namespace command;
using namespace std::chrono_literals;

constexpr std::int16_t produce_request = 0;

class LostMessage : public ::testing::Test {
  protected:
    void run_until(const std::function<bool()>& done) {
        const auto latest = std::chrono::steady_clock::now() + 30s;
        while (!done()) {
            ASSERT_LT(std::chrono::steady_clock::now(), latest) << "it did not come about";
            io.run_one_for(50ms);
        }
    }
    Request request(unsigned number) {
        return request_to(create_task(number), *CommitId::parse(uuid_v7()), "k" + std::to_string(number));
    }
    /// What is in the log: every record, and those commits that count.
    std::pair<std::vector<std::string>, std::vector<Commit>> log() {
        kafka::Consumer reader(mock.config(), "");
        reader.assign("events", {{0, 0}});
        const std::int64_t end = reader.end_offset("events", 0, 5s);
        std::vector<std::string> kinds;
        std::vector<Commit> counted;
        ClaimFilter filter;
        while (static_cast<std::int64_t>(kinds.size()) < end) {
            const auto record = reader.poll(1s);
            if (!record) continue;
            kinds.emplace_back(record->header("kind"));
            const LogRecord as = log_record(*record);
            if (counts(filter, as)) counted.push_back(*decode_commit(record->value()));
        }
        return {kinds, counted};
    }

    MockCluster mock;
    boost::asio::io_context io{1};
    Metrics metrics;
    Readiness readiness;
};

TEST_F(LostMessage, in_the_middle_takes_what_rests_on_it_along) {
    Ownership ownership(
        io,
        {.kafka = mock.config(), .events_topic = "events", .owners_topic = "owners", .group = "g", .address = "here"},
        1, metrics, readiness);
    Partition& writer = ownership.partition(0);
    run_until([&] { return writer.serves(); });
    std::optional<Outcome> first;
    writer.submit(request(0), [&](Outcome outcome) { first = std::move(outcome); });
    run_until([&] { return first.has_value(); });
    ASSERT_TRUE(*first);
    const std::int64_t before = writer.token();
    kafka::Consumer owners(mock.config(), "");
    run_until([&] { return owners.end_offset("owners", 0, 5s) == 1; });  // no other request is under way

    // The second of five is refused for good; those around it are taken.
    rd_kafka_mock_push_request_errors(mock.cluster, produce_request, 5, RD_KAFKA_RESP_ERR_NO_ERROR,
                                      RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_NO_ERROR,
                                      RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_NO_ERROR);
    std::map<unsigned, Outcome> answers;
    std::optional<Outcome> refusal;
    for (unsigned number = 1; number <= 5; ++number)
        writer.submit(request(number),
                      [&answers, number](Outcome outcome) { answers.insert_or_assign(number, std::move(outcome)); });
    Request same_task = request(4);
    same_task.key.reset();
    writer.submit(same_task, [&](Outcome outcome) { refusal = std::move(outcome); });
    run_until([&] { return answers.size() == 5 && refusal; });
    EXPECT_TRUE(answers.at(1)) << "it was written before the loss";
    for (unsigned number = 2; number <= 5; ++number) {
        ASSERT_FALSE(answers.at(number)) << number;
        EXPECT_EQ(answers.at(number).error().type.status, 503U) << number;
    }
    ASSERT_FALSE(*refusal);
    EXPECT_EQ(refusal->error().type.status, 503U) << "it rested on a commit that does not count";

    run_until([&] { return writer.serves() && writer.token() > before; });
    std::map<unsigned, Outcome> retries;
    for (unsigned number = 0; number <= 5; ++number)
        writer.submit(request(number),
                      [&retries, number](Outcome outcome) { retries.insert_or_assign(number, std::move(outcome)); });
    run_until([&] { return retries.size() == 6; });
    for (unsigned number = 0; number <= 5; ++number) {
        ASSERT_TRUE(retries.at(number)) << number << ": " << retries.at(number).error().detail;
        EXPECT_EQ(retries.at(number)->repeated, number <= 1) << number;
    }

    const auto [kinds, counted] = log();
    std::vector<TaskId> made;
    for (const Commit& commit : counted)
        for (const Event& event : commit.events)
            if (const auto* created = std::get_if<TaskCreated>(&event)) made.push_back(created->task);
    EXPECT_EQ(made, (std::vector<TaskId>{task(0), task(1), task(2), task(3), task(4), task(5)}))
        << "each once, in the order of the retries";
    const auto commits = static_cast<std::size_t>(std::count(kinds.begin(), kinds.end(), "commit"));
    EXPECT_GT(commits, counted.size()) << "those written behind the lost one are in the log and count for nothing";
}

}  // namespace
}  // namespace tasklog::testing

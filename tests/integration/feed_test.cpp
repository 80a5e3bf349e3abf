// Several projections of one process on a log that this process and others append to: what each takes in.
#include "projections/feed.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include <boost/asio/io_context.hpp>

#include "events/format/commit_json.hpp"
#include "infra/kafka/producer.hpp"
#include "projections/intake.hpp"
#include "tests/support/services.hpp"

namespace tasklog::testing {
namespace {

using namespace projections;

constexpr int partitions = 2;

class FeedTest : public ::testing::Test {
  protected:
    /// A record in the log; the feed is told of it if it is one of our own.
    void append(int partition, bool own) {
        const std::string value = "value " + std::to_string(++values_);
        delivered_.reset();
        producer_.produce(topics_.events, partition, "key", value, kind_, 1);
        eventually([&] { return io_.run_one_for(std::chrono::milliseconds(5)), delivered_.has_value(); }, "the report");
        auto& log = log_[partition];
        ASSERT_EQ(*delivered_, static_cast<std::int64_t>(log.size()));
        log.push_back({value, nullptr});
        if (!own) return;
        log.back().told = std::make_shared<const DecodedCommit>(decode_commit(value));
        feed_->append(partition, {.offset = *delivered_, .key = "key", .value = value, .commit = log.back().told});
    }

    struct Reader {
        explicit Reader(const std::shared_ptr<Feed>& feed, const std::string& topic)
            : intake(kafka_config(), topic, feed) {}
        Intake intake;
        std::map<int, std::int64_t> next{};
    };

    void take(Reader& reader, std::size_t most) {
        for (const auto& each : reader.intake.take(most, 1'000'000)) {
            const auto expected = reader.next.at(each->partition)++;
            ASSERT_EQ(each->record.offset, expected);
            const Appended& appended = log_[each->partition].at(static_cast<std::size_t>(expected));
            ASSERT_EQ(each->record.value, appended.value);
            ++(appended.told && each->commit == appended.told ? told_ : fetched_);
        }
    }
    bool is_at_end(const Reader& reader) {
        return std::ranges::all_of(reader.next, [&](const auto& each) {
            return each.second == static_cast<std::int64_t>(log_[each.first].size());
        });
    }

    struct Appended {
        std::string value;
        std::shared_ptr<const DecodedCommit> told;
    };
    OwnTopics topics_{partitions};
    boost::asio::io_context io_{1};
    std::optional<std::int64_t> delivered_;
    kafka::Producer producer_{io_, kafka_config(),
                              [this](const kafka::Delivery& delivery) { delivered_ = delivery.offset; },
                              [](const std::string& why) { FAIL() << why; }};
    const std::array<std::pair<std::string_view, std::string_view>, 1> kind_{{{"kind", "commit"}}};
    std::shared_ptr<Feed> feed_ = std::make_shared<Feed>(kafka_config(), topics_.events);
    std::map<int, std::vector<Appended>> log_;
    std::uint64_t values_ = 0;
    std::size_t told_ = 0, fetched_ = 0;
};

TEST_F(FeedTest, gives_every_reader_every_record_once_and_in_order_whoever_appended_it) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    std::vector<std::unique_ptr<Reader>> readers;
    for (int i = 0; i < 3; ++i) readers.push_back(std::make_unique<Reader>(feed_, topics_.events));
    for (int round = 0; round < 60 && !HasFatalFailure(); ++round) {
        const int partition = static_cast<int>(below(partitions));
        const bool own = below(3) != 0;
        for (unsigned left = 1 + below(30); left > 0; --left) append(partition, own || below(20) == 0);
        for (auto& each : readers) {
            if (below(10) == 0 || each->next.empty()) {
                // Its batch was not applied, or it is new: it begins again somewhere.
                const auto next = static_cast<std::int64_t>(below(static_cast<unsigned>(log_[partition].size() + 1)));
                each->next[partition] = next;
                each->intake.begin(partition, next);
            } else if (below(20) == 0) {
                each->next.erase(partition);
                each->intake.end(partition);
            }
            if (below(3) != 0) take(*each, 1 + below(40));
        }
        if (below(4) != 0) continue;
        for (auto& each : readers)
            eventually(
                [&] {
                    return take(*each, 50), each->intake.wait({}, std::chrono::milliseconds(5)),
                           HasFatalFailure() || is_at_end(*each);
                },
                "all has come");
    }
    EXPECT_GT(told_, 0U);
    EXPECT_GT(fetched_, 0U);
}

}  // namespace
}  // namespace tasklog::testing

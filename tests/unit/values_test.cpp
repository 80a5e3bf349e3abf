#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/base64.hpp"
#include "base/hex.hpp"
#include "base/url.hpp"
#include "events/format/json.hpp"
#include "events/value/id.hpp"
#include "events/value/rank.hpp"
#include "events/value/time.hpp"
#include "infra/kafka/partitioner.hpp"
#include "infra/postgres/array.hpp"
#include "infra/uuid.hpp"

namespace tasklog {
namespace {

TEST(InstantText, reads_what_rfc_3339_allows) {
    EXPECT_EQ(Instant::parse("2026-12-01T10:00:00+01:00"), Instant::parse("2026-12-01T09:00:00Z"));
    EXPECT_EQ(Instant::parse("1970-01-01T00:00:00.000001Z")->us, 1);
    EXPECT_EQ(Instant{1}.text(), "1970-01-01T00:00:00.000001Z");
    EXPECT_EQ(Instant{-1}.text(), "1969-12-31T23:59:59.999999Z");
}
TEST(InstantText, refuses_what_is_no_time) {
    for (const char* text :
         {"", "2026-12-01", "2026-02-29T00:00:00Z", "2026-12-01T24:00:00Z", "2026-12-01T09:00:00",
          "2026-12-01T09:00:00.Z", "2026-12-01T09:00:00.0000001Z", "2026-12-01T09:00:00.99999999999999999999999Z",
          "2026-12-01T09:00:00+25:00", "2026-12-01T09:00:00Zx", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
          "9999-12-31T23:59:00-00:01"})
        EXPECT_EQ(Instant::parse(text), std::nullopt) << text;
}
TEST(InstantText, is_read_again_however_far_it_was_computed_from_what_people_may_say) {
    for (const char* text : {"0001-01-01T00:00:00.000000Z", "1899-12-31T23:00:00.000000Z",
                             "3000-01-01T00:30:00.000000Z", "9999-12-31T23:59:59.999999Z"}) {
        const auto at = Instant::parse(text);
        ASSERT_TRUE(at) << text;
        EXPECT_EQ(at->text(), text);
        EXPECT_FALSE(is_usual(*at)) << text;
    }
    EXPECT_TRUE(is_usual(*Instant::parse("1900-01-01T00:00:00Z")));
    EXPECT_FALSE(is_usual(*Instant::parse("1900-01-01T00:00:00+00:01")));
    EXPECT_TRUE(is_usual(*Date::parse("2999-12-31")));
    EXPECT_FALSE(is_usual(*Date::parse("3000-01-01")));
}
TEST(DateText, refuses_what_is_no_day) {
    EXPECT_EQ(Date::parse("2028-02-29")->text(), "2028-02-29");
    for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-1-1", "2026-12-01 ", "20261201"})
        EXPECT_EQ(Date::parse(text), std::nullopt) << text;
}
TEST(Ids, are_read_in_either_case_and_written_in_lower) {
    using AnyId = Id<struct AnyKind>;
    EXPECT_EQ(AnyId::parse("01890C5E-7F4A-7000-8000-00000000000A")->text(), "01890c5e-7f4a-7000-8000-00000000000a");
    for (const char* text : {"", "01890c5e-7f4a-7000-8000-00000000000", "01890c5e-7f4a-7000-8000-00000000000g",
                             "01890c5e07f4a-7000-8000-00000000000a"})
        EXPECT_EQ(AnyId::parse(text), std::nullopt) << text;
}
TEST(Uuid, of_version_7_ascends) {
    std::string last;
    for (int i = 0; i < 10'000; ++i) {
        const std::string next = uuid_v7();
        ASSERT_TRUE(is_uuid(next));
        ASSERT_EQ(next[14], '7');
        ASSERT_LT(last, next);
        last = next;
    }
}
TEST(Uuid, of_version_5_is_the_same_for_the_same_name) {
    EXPECT_EQ(uuid_v5("a"), uuid_v5("a"));
    EXPECT_NE(uuid_v5("a"), uuid_v5("b"));
    EXPECT_EQ(uuid_v5("a")[14], '5');
}
// Kafka's own UtilsTest: murmur2("foobar") = -790332482, murmur2("a-little-bit-long-string") = -985981536.
TEST(Partitioner, is_that_of_the_java_client) {
    EXPECT_EQ(kafka::partition_of("foobar", 48), (-790332482 & 0x7fffffff) % 48);
    EXPECT_EQ(kafka::partition_of("a-little-bit-long-string", 48), (-985981536 & 0x7fffffff) % 48);
}
TEST(Base64, round_trips_and_refuses_foreign_characters) {
    EXPECT_EQ(base64url_encode("\xff\xfe"), "__4");
    EXPECT_EQ(base64url_decode("__4"), "\xff\xfe");
    EXPECT_EQ(base64url_decode("a+b/"), std::nullopt);
    EXPECT_EQ(base64url_decode("a"), std::nullopt);
}
TEST(ArrayText, quotes_what_postgres_would_misread) {
    postgres::ArrayText array;
    array.add("a\"b\\c");
    array.add_null();
    array.add_plain("7");
    EXPECT_EQ(array.text(), R"({"a\"b\\c",NULL,7})");
}

std::string any_rank() {
    static const std::string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string out;
    const int size = *rc::gen::inRange(1, 6);
    for (int i = 0; i < size; ++i)
        out += digits[static_cast<std::size_t>(*rc::gen::inRange(i + 1 == size ? 1 : 0, 62))];
    return out;
}
RC_GTEST_PROP(Rank, between_any_two_is_another, ()) {
    std::string low = any_rank();
    std::string high = any_rank();
    RC_PRE(low != high);
    if (high < low) std::swap(low, high);
    const std::string middle = rank::between(low, high);
    RC_ASSERT(rank::valid(middle));
    RC_ASSERT(low < middle);
    RC_ASSERT(middle < high);
}
RC_GTEST_PROP(Rank, before_and_after_any_is_another, ()) {
    const std::string one = any_rank();
    RC_ASSERT(rank::between("", one) < one);
    RC_ASSERT(rank::between(one, "") > one);
    RC_ASSERT(rank::after(one) > one);
    RC_ASSERT(rank::valid(rank::after(one)));
    RC_ASSERT(rank::valid(rank::between("", one)));
}
TEST(Rank, stays_short_while_things_are_appended) {
    std::string last;
    for (int i = 0; i < 500'000; ++i) {
        const std::string next = rank::after(last);
        ASSERT_LT(last, next);
        last = next;
    }
    EXPECT_LE(last.size(), 8U);
}
TEST(Rank, is_valid_only_where_something_fits_before_it) {
    EXPECT_TRUE(rank::valid("V"));
    for (const std::string& text : {std::string(), std::string("V0"), std::string("a-b"), std::string(129, 'V')})
        EXPECT_FALSE(rank::valid(text)) << text;
}

TEST(Url, a_query_is_decoded_as_forms_write_it) {
    EXPECT_EQ(form_decode("a+b%20c%2B"), "a b c+");
    EXPECT_EQ(form_decode("gr\xc3\xbc\xc3\x9f\x65 [x]"), "gr\xc3\xbc\xc3\x9f\x65 [x]")
        << "not encoded, as some send it";
    EXPECT_EQ(form_decode(""), "");
    for (const char* broken : {"%", "%4", "a%zz", "%%41"}) EXPECT_EQ(form_decode(broken), std::nullopt) << broken;
    for (int byte = 0; byte < 256; ++byte) {
        const std::string one(1, static_cast<char>(byte));
        EXPECT_EQ(form_decode("%" + hex_encode(one)), one) << byte;
    }
}

TEST(Url, an_authority_is_host_and_port) {
    EXPECT_EQ(authority_of("http://127.0.0.1:8080"), "127.0.0.1:8080");
    EXPECT_EQ(authority_of("https://me:secret@example.org/path?query#part"), "example.org");
    EXPECT_EQ(authority_of("http://[::1]:8080/"), "[::1]:8080");
    for (const char* none :
         {"", "null", "example.org", "mailto:me@example.org", "http//example.org", "http://exa mple.org"})
        EXPECT_EQ(authority_of(none), std::nullopt) << none;
}

}  // namespace
}  // namespace tasklog

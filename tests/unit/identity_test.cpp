#include "identity/identity.hpp"

#include <gtest/gtest.h>

#include "infra/base64.hpp"

namespace tasklog::identity {
namespace {

const std::string old_secret(32, 'o');
const std::string new_secret(32, 'n');
constexpr std::int64_t now = 1'800'000'000;

Identity identity(std::map<std::string, std::string> keys) {
    return Identity({.issuer = "tasklog", .keys = std::move(keys)});
}

TEST(Tokens, name_the_person_that_they_were_made_for) {
    const auto verifier = identity({{"k1", old_secret}});
    const auto person = verifier.verify(verifier.issue("alice", now, 60), now);
    ASSERT_TRUE(person) << person.error().detail;
    EXPECT_EQ(person->subject, "alice");
    EXPECT_EQ(person->id, Identity::person_id("tasklog", "alice"));
    EXPECT_NE(person->id, Identity::person_id("elsewhere", "alice"));
}
TEST(Tokens, are_good_while_their_key_is_known) {
    const auto token = identity({{"k1", old_secret}}).issue("alice", now, 60);
    EXPECT_TRUE(identity({{"k1", old_secret}, {"k2", new_secret}}).verify(token, now));
    EXPECT_FALSE(identity({{"k2", new_secret}}).verify(token, now));
    EXPECT_FALSE(identity({{"k1", new_secret}}).verify(token, now)) << "another secret under the same name";
}
TEST(Tokens, are_refused_when_anything_is_wrong) {
    const auto verifier = identity({{"k1", old_secret}});
    const std::string good = verifier.issue("alice", now, 60);
    const auto part = [&](int index) {
        std::string rest = good;
        for (int i = 0; i < index; ++i) rest = rest.substr(rest.find('.') + 1);
        return rest.substr(0, rest.find('.'));
    };
    const auto with = [&](const std::string& header, const std::string& payload) {
        return base64url_encode(header) + "." + base64url_encode(payload) + "." + part(2);
    };
    const std::string header = *base64url_decode(part(0));
    const std::vector<std::pair<const char*, std::string>> cases{
        {"empty", ""},
        {"no token", "abc"},
        {"two parts", part(0) + "." + part(1)},
        {"a changed payload", with(header, R"({"iss":"tasklog","sub":"bob","exp":1900000000})")},
        {"no algorithm", with(R"({"alg":"none","kid":"k1"})", R"({"iss":"tasklog","sub":"bob","exp":1900000000})")},
        {"another algorithm",
         with(R"({"alg":"RS256","kid":"k1"})", R"({"iss":"tasklog","sub":"bob","exp":1900000000})")},
        {"a payload that is no JSON", with(header, "{")},
        {"a payload that is an array", with(header, "[]")},
        {"a truncated signature", good.substr(0, good.size() - 2)},
        {"another issuer", Identity({.issuer = "other", .keys = {{"k1", old_secret}}}).issue("alice", now, 60)},
        {"no subject", verifier.issue("", now, 60)},
    };
    for (const auto& [what, token] : cases) {
        const auto person = verifier.verify(token, now);
        ASSERT_FALSE(person) << what;
        EXPECT_EQ(person.error().status, 401U) << what;
    }
    EXPECT_FALSE(verifier.verify(good, now + 60)) << "expired";
    EXPECT_TRUE(verifier.verify(good, now + 59));
}
TEST(Keys, are_written_with_a_name_and_a_long_secret) {
    EXPECT_EQ(parse_keys("a:" + old_secret + ",b:" + new_secret).size(), 2U);
    for (const std::string& text : {std::string("secret"), std::string("a:short"), ":" + old_secret})
        EXPECT_THROW(parse_keys(text), std::invalid_argument) << text;
    EXPECT_TRUE(parse_keys("").empty());
}

}  // namespace
}  // namespace tasklog::identity

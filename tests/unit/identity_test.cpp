#include <gtest/gtest.h>

#include <set>

#include "base/base64.hpp"
#include "identity/accounts/attempts.hpp"
#include "identity/accounts/password.hpp"
#include "identity/keys/shared_keys.hpp"
#include "identity/keys/signing_key.hpp"
#include "identity/secret.hpp"

namespace tasklog::identity {
namespace {

const std::string old_secret(32, 'o');
const std::string new_secret(32, 'n');
constexpr std::int64_t now = 1'800'000'000;

SharedKeys keys(std::map<std::string, std::string> known) { return {.issuer = "tasklog", .keys = std::move(known)}; }

std::string part(const std::string& token, int index) {
    std::string rest = token;
    for (int i = 0; i < index; ++i) rest = rest.substr(rest.find('.') + 1);
    return rest.substr(0, rest.find('.'));
}

/// The public half of a key, as others read it.
PublicKey published(const SigningKey& key) {
    const auto all = parse_jwks(R"({"keys":[)" + key.public_jwk + "]}");
    return all.value().at(key.kid);
}

std::string signed_by(const SigningKey& key, std::int64_t expires_s = now + 60,
                      const std::string& audience = "tasklog") {
    return jwt::sign({.issuer = "tasklog",
                      .subject = "alice",
                      .audience = audience,
                      .issued_s = now,
                      .expires_s = expires_s,
                      .scope = "read write",
                      .session = "s1"},
                     "ES256", key.kid, key.private_pem);
}

std::expected<Person, Problem> verify(const std::string& token, const SigningKey& key) {
    return jwt::verify(
        token, {.algorithm = "ES256", .key = published(key).pem, .issuer = "tasklog", .audience = "tasklog"}, now);
}

TEST(Tokens, name_the_person_that_they_were_made_for) {
    const auto verifier = keys({{"k1", old_secret}});
    const auto verified = verifier.verify(verifier.issue("alice", now, 60), now);
    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_EQ(verified->subject, "alice");
    EXPECT_EQ(verified->id, person_id("tasklog", "alice"));
    EXPECT_NE(verified->id, person_id("elsewhere", "alice"));
    EXPECT_EQ(verified->scopes, all_scopes);
    EXPECT_FALSE(verified->may_backdate);
    EXPECT_TRUE(verifier.verify(verifier.issue("alice", now, 60, true), now)->may_backdate);
}
TEST(Tokens, are_good_while_their_key_is_known) {
    const auto token = keys({{"k1", old_secret}}).issue("alice", now, 60);
    EXPECT_TRUE(keys({{"k1", old_secret}, {"k2", new_secret}}).verify(token, now));
    EXPECT_FALSE(keys({{"k2", new_secret}}).verify(token, now));
    EXPECT_FALSE(keys({{"k1", new_secret}}).verify(token, now)) << "another secret under the same name";
}
TEST(Tokens, are_refused_when_anything_is_wrong) {
    const auto verifier = keys({{"k1", old_secret}});
    const std::string good = verifier.issue("alice", now, 60);
    const auto with = [&](const std::string& header, const std::string& payload) {
        return base64url_encode(header) + "." + base64url_encode(payload) + "." + part(good, 2);
    };
    const std::string header = *base64url_decode(part(good, 0));
    const std::vector<std::pair<const char*, std::string>> cases{
        {"empty", ""},
        {"no token", "abc"},
        {"two parts", part(good, 0) + "." + part(good, 1)},
        {"a changed payload", with(header, R"({"iss":"tasklog","sub":"bob","exp":1900000000})")},
        {"no algorithm", with(R"({"alg":"none","kid":"k1"})", R"({"iss":"tasklog","sub":"bob","exp":1900000000})")},
        {"another algorithm",
         with(R"({"alg":"RS256","kid":"k1"})", R"({"iss":"tasklog","sub":"bob","exp":1900000000})")},
        {"a payload that is no JSON", with(header, "{")},
        {"a payload that is an array", with(header, "[]")},
        {"a truncated signature", good.substr(0, good.size() - 2)},
        {"another issuer", SharedKeys{.issuer = "other", .keys = {{"k1", old_secret}}}.issue("alice", now, 60)},
        {"no subject", verifier.issue("", now, 60)},
    };
    for (const auto& [what, token] : cases) {
        const auto person = verifier.verify(token, now);
        ASSERT_FALSE(person) << what;
        EXPECT_EQ(person.error().type.status, 401U) << what;
    }
    EXPECT_FALSE(verifier.verify(good, now + 60)) << "expired";
    EXPECT_TRUE(verifier.verify(good, now + 59));
}

TEST(PublishedKeys, verify_what_their_other_half_signed) {
    const SigningKey key = new_signing_key();
    const auto verified = verify(signed_by(key), key);
    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_EQ(verified->id, person_id("tasklog", "alice"));
    EXPECT_TRUE(allows(verified->scopes, Scope::write));
    EXPECT_FALSE(allows(verified->scopes, Scope::account));
    EXPECT_EQ(verified->session, "s1");
}
TEST(PublishedKeys, verify_nothing_else) {
    const SigningKey key = new_signing_key();
    const std::string good = signed_by(key);
    EXPECT_FALSE(verify(signed_by(new_signing_key()), key)) << "another key";
    EXPECT_FALSE(verify(signed_by(key, now), key)) << "expired";
    EXPECT_FALSE(verify(signed_by(key, now + 60, "another program"), key)) << "meant for others";
    EXPECT_FALSE(verify(signed_by(key, now + 60, ""), key)) << "meant for nobody";
    // The public key taken for an HMAC secret: what anyone could make, were the algorithm the token's to choose.
    const std::string forged = jwt::sign(
        {.issuer = "tasklog", .subject = "alice", .audience = "tasklog", .issued_s = now, .expires_s = now + 60},
        "HS256", key.kid, published(key).pem);
    EXPECT_FALSE(verify(forged, key));
    const std::string none = base64url_encode(R"({"alg":"none","kid":")" + key.kid + "\"}") + "." + part(good, 1) + ".";
    EXPECT_FALSE(verify(none, key));
    EXPECT_FALSE(verify(none + part(good, 2), key));
}
TEST(PublishedKeys, are_named_by_their_thumbprint) {
    const SigningKey key = new_signing_key();
    EXPECT_EQ(base64url_decode(key.kid)->size(), 32U);
    EXPECT_NE(new_signing_key().kid, key.kid);
}
TEST(JwkSets, are_read_as_far_as_they_are_understood) {
    const SigningKey key = new_signing_key();
    // RFC 7517's own RSA key, and what must be left out.
    const std::string rsa =
        R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"rsa"})";
    const auto all =
        parse_jwks(R"({"keys":[)" + key.public_jwk + "," + rsa +
                   R"(,{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"short"},{"kty":"oct","k":"AAAA","kid":"secret"},)"
                   R"({"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA","kid":"no point"},7,{}]})");
    ASSERT_TRUE(all);
    std::set<std::string> names;
    for (const auto& [kid, each] : *all) names.insert(kid);
    EXPECT_EQ(names, (std::set<std::string>{key.kid, "rsa"}));
    EXPECT_EQ(all->at("rsa").algorithm, "RS256");
    for (const char* bad : {"", "[]", "{}", R"({"keys":1})"}) EXPECT_FALSE(parse_jwks(bad)) << bad;
}

TEST(Scopes, are_names_in_any_order) {
    EXPECT_EQ(parse_scopes("write read"), parse_scopes("read write"));
    EXPECT_EQ(scope_names(parse_scopes("write read")), "read write");
    EXPECT_EQ(parse_scopes("admin  reads"), 0U);
    EXPECT_EQ(scope_names(all_scopes), "read write account");
}

TEST(Keys, are_written_with_a_name_and_a_long_secret) {
    EXPECT_EQ(parse_keys("a:" + old_secret + ",b:" + new_secret).size(), 2U);
    for (const std::string& text : {std::string("secret"), std::string("a:short"), ":" + old_secret})
        EXPECT_THROW(parse_keys(text), std::invalid_argument) << text;
    EXPECT_TRUE(parse_keys("").empty());
}

TEST(Sealed, texts_are_opened_by_who_has_the_key) {
    const std::string sealed = seal({{"k1", old_secret}}, "private");
    EXPECT_EQ(sealed.find("private"), std::string::npos);
    EXPECT_EQ(open_sealed({{"k0", new_secret}, {"k1", old_secret}}, sealed), "private");
    EXPECT_EQ(open_sealed({{"k1", new_secret}}, sealed), std::nullopt);
    std::string changed = sealed;
    changed[40] = changed[40] == 'A' ? 'B' : 'A';
    EXPECT_EQ(open_sealed({{"k1", old_secret}}, changed), std::nullopt);
    EXPECT_EQ(open_sealed({{"k1", old_secret}}, ""), std::nullopt);
}

TEST(Passwords, are_verified_by_their_hash) {
    const std::string hash = password::hash("correct horse battery");
    EXPECT_TRUE(hash.starts_with("$argon2id$")) << hash;
    EXPECT_TRUE(password::verify(hash, "correct horse battery"));
    EXPECT_FALSE(password::verify(hash, "correct horse batterY"));
    EXPECT_FALSE(password::verify("", "")) << "nobody's hash";
    EXPECT_NE(password::hash("correct horse battery"), hash) << "salted";
    EXPECT_FALSE(password::is_dated(hash));
}
TEST(Passwords, must_be_worth_guessing) {
    EXPECT_EQ(password::fault_of("correct horse", "a@example.org"), "");
    for (const char* bad : {"", "123456789", "aaaaaaaaaaaa", "Ada@Example.org"})
        EXPECT_NE(password::fault_of(bad, "ada@example.org"), "") << bad;
    EXPECT_NE(password::fault_of(std::string(1'001, 'x') + "y", ""), "");
}

}  // namespace
}  // namespace tasklog::identity

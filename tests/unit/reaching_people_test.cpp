// What mails and webhooks are made of, and when someone may be reached.
#include <arpa/inet.h>
#include <gtest/gtest.h>

#include "events/value/time.hpp"
#include "identity/keys/shared_keys.hpp"
#include "identity/profile/profile.hpp"
#include "infra/mail/mail.hpp"
#include "infra/webhook/webhook.hpp"

namespace tasklog {
namespace {

TEST(WebhookSignature, is_that_of_the_specifications_example) {
    const webhook::Message message{.url = {},
                                   .id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                   .timestamp_s = 1614265330,
                                   .body = R"({"test": 2432232314})",
                                   .secrets = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}};
    EXPECT_EQ(webhook::signature(message), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}
TEST(WebhookSignature, is_made_by_each_secret) {
    webhook::Message message{.url = {}, .id = "a", .timestamp_s = 1, .body = "{}", .secrets = {webhook::new_secret()}};
    const std::string first = webhook::signature(message);
    message.secrets.push_back(webhook::new_secret());
    EXPECT_TRUE(webhook::signature(message).starts_with(first + " v1,"));
    message.secrets = {"whsec_?"};
    EXPECT_THROW(webhook::signature(message), std::invalid_argument);
}

bool is_private(const char* text) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    v4.sin_family = AF_INET;
    v6.sin6_family = AF_INET6;
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) return webhook::is_private(reinterpret_cast<sockaddr&>(v4));
    EXPECT_EQ(inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
    return webhook::is_private(reinterpret_cast<sockaddr&>(v6));
}

TEST(PrivateAddress, is_every_one_that_is_not_on_the_public_internet) {
    for (const char* text : {"0.0.0.0",
                             "10.0.0.1",
                             "100.64.0.1",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.1.1",
                             "198.19.0.1",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "fe80::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "ff02::1",
                             "::ffff:10.0.0.1",
                             "::ffff:169.254.169.254",
                             "64:ff9b::a9fe:a9fe",
                             "2002:a9fe:a9fe::1",
                             "2001::1",
                             "2001:db8::1"})
        EXPECT_TRUE(is_private(text)) << text;
    for (const char* text :
         {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
          "192.167.255.255", "223.255.255.255", "2606:4700::1111", "::ffff:1.1.1.1", "2002:101:101::1", "2a00:1450::1"})
        EXPECT_FALSE(is_private(text)) << text;
}

TEST(MailAddress, is_checked) {
    for (const char* good : {"ada@example.org", "a.b+c@mail.example.co.uk", "o'neil@example.org"})
        EXPECT_EQ(mail::fault_of_address(good), "") << good;
    for (const std::string bad : {"", "ada", "@example.org", "ada@", "ada@localhost", "a b@example.org",
                                  "a@b@example.org", "a@example.org\r\nBcc: x@example.org", ".a@example.org",
                                  "a..b@example.org", "<a@example.org>", "a@exa_mple.org", "ä@example.org"})
        EXPECT_NE(mail::fault_of_address(bad), "") << bad;
    EXPECT_NE(mail::fault_of_address(std::string(65, 'a') + "@example.org"), "");
}
TEST(MailHeader, holds_any_text_in_lines_that_are_short_enough) {
    EXPECT_EQ(mail::header_text("Buy milk"), "Buy milk");
    EXPECT_EQ(mail::header_text("Bäcker"), "=?UTF-8?B?QsOkY2tlcg==?=");
    EXPECT_EQ(mail::header_text("=?x?="), "=?UTF-8?B?PT94Pz0=?=") << "else a reader would decode it";
    EXPECT_EQ(mail::header_text("a\r\nBcc: x").find('\n'), std::string::npos) << "no header can be smuggled in";
    const std::string folded = mail::header_text(std::string(200, 'x') + "ü");
    for (std::size_t from = 0; from < folded.size();) {
        const std::size_t end = std::min(folded.find("\r\n", from), folded.size());
        EXPECT_LE(end - from, 76U);
        from = end + 2;
    }
}
TEST(MailDate, is_that_of_rfc_5322) { EXPECT_EQ(mail::date_text(1'614'265'330), "Thu, 25 Feb 2021 15:02:10 +0000"); }

std::int64_t at(const char* text) { return Instant::parse(text)->us; }

TEST(QuietHours, go_by_the_clock_of_the_person_and_over_midnight) {
    const identity::Profile night{.zone = "Europe/Berlin", .quiet = identity::QuietHours{22 * 60, 7 * 60}};
    EXPECT_EQ(identity::quiet_until(night, at("2026-12-01T20:59:59Z")), 0);
    EXPECT_EQ(identity::quiet_until(night, at("2026-12-01T21:00:00Z")), at("2026-12-02T06:00:00Z"));
    EXPECT_EQ(identity::quiet_until(night, at("2026-12-02T05:59:59Z")), at("2026-12-02T06:00:00Z"));
    EXPECT_EQ(identity::quiet_until(night, at("2026-12-02T06:00:00Z")), 0);
    const identity::Profile nap{.zone = "Europe/Berlin", .quiet = identity::QuietHours{13 * 60, 14 * 60 + 30}};
    EXPECT_EQ(identity::quiet_until(nap, at("2026-12-01T12:15:00Z")), at("2026-12-01T13:30:00Z"));
    EXPECT_EQ(identity::quiet_until(nap, at("2026-12-01T13:30:00Z")), 0);
    EXPECT_EQ(identity::quiet_until({}, at("2026-12-01T13:30:00Z")), 0);
}
TEST(QuietHours, end_by_the_clock_in_the_night_in_which_it_is_changed) {
    const identity::Profile night{.zone = "Europe/Berlin", .quiet = identity::QuietHours{22 * 60, 7 * 60}};
    EXPECT_EQ(identity::quiet_until(night, at("2027-03-27T22:00:00Z")), at("2027-03-28T05:00:00Z"));
}

TEST(Profile, is_read_back_as_it_was_written) {
    const identity::Profile profile{.display_name = "Ada \"Lovelace\"",
                                    .mail = "ada@example.org",
                                    .zone = "Europe/Berlin",
                                    .week_start = "sunday",
                                    .quiet = identity::QuietHours{5, 1439},
                                    .by_mail = false,
                                    .by_webhook = true,
                                    .tag_colors = {{{"garden", "#00ff00"}, {"\"alt\"", "#123abc"}}}};
    EXPECT_EQ(identity::decode_profile(identity::encode(profile, "id", "ada")).value(), profile);
    EXPECT_EQ(identity::decode_profile("{}").value(), identity::Profile{});
}

TEST(UnsubscribeToken, is_good_for_its_person_and_under_old_keys) {
    const std::string person = "01890c5e-7f4a-7000-8000-000000000000";
    const std::map<std::string, std::string> old{{"b", std::string(32, 'b')}};
    const std::map<std::string, std::string> keys{{"a", std::string(32, 'a')}, {"b", std::string(32, 'b')}};
    const std::string token = identity::signed_id(old, "unsubscribe", person);
    EXPECT_EQ(identity::verified_id(keys, "unsubscribe", token), person);
    EXPECT_EQ(identity::verified_id({{"a", std::string(32, 'a')}}, "unsubscribe", token), std::nullopt);
    for (const std::string& bad :
         {std::string(), person, person + ".", "x" + token, token + "x", "11890c5e" + token.substr(8)})
        EXPECT_EQ(identity::verified_id(keys, "unsubscribe", bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace tasklog

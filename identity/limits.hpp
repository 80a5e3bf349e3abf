#pragma once
#include <cstddef>

/// Every bound on what is kept of a person and an account; how often one may try is in accounts/attempts.hpp.
namespace tasklog::identity {

constexpr std::size_t max_name_bytes = 200;
constexpr std::size_t max_tag_colors = 500;
constexpr std::size_t max_tag_chars = 50;
constexpr std::size_t max_names = 100;      ///< that are asked for in one request
constexpr int max_webhooks = 10;            ///< of a person
constexpr int max_invitations_a_day = 200;  ///< that a person sends to an address
constexpr int max_link_tries = 8;           ///< to send a mail with a link
constexpr std::size_t min_password_bytes = 10;
constexpr std::size_t max_password_bytes = 1'000;
constexpr int max_tokens = 50;  ///< of an account, for its programs
constexpr int max_token_days = 366;
constexpr std::size_t max_bearer_bytes = 8'000;   ///< of an Authorization header
constexpr std::size_t max_known_tokens = 20'000;  ///< that are remembered
constexpr std::size_t max_agent_bytes = 300;      ///< of a browser, as it calls itself

}  // namespace tasklog::identity

#pragma once
#include <optional>
#include <string>
#include <string_view>

/// URLs and the parts of queries: RFC 3986, by Boost.URL.
namespace tasklog {

/// A name or value of a query as HTML forms write it: percent-encoded, a + for a space. None if a % is not followed by
/// two hexadecimal digits. Characters that should have been encoded are taken as they are.
std::optional<std::string> form_decode(std::string_view text);

/// "example.org:8080" of http://me@example.org:8080/path; none if it is no URL with an authority.
std::optional<std::string> authority_of(std::string_view url);

}  // namespace tasklog

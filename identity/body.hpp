#pragma once

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_read.hpp"
#include "infra/problem.hpp"

/// What reading the bodies of requests needs.
namespace tasklog::identity {

/// `why`: what is wrong with the field at the JSON pointer.
std::unexpected<Problem> bad_field(const std::string& pointer, const std::string& why);
/// Reads a body that must be a JSON object. Its names and strings have no NUL, which Postgres does not take.
std::expected<json::Value, Problem> parse_object(json::Document& document, std::string_view body);

/// A body that is one flat object, read member by member. The first thing that is wrong is kept and told by end();
/// until then a member that is missing or of another type reads as nothing.
class Fields {
  public:
    explicit Fields(std::string_view body);

    /// Without control characters: infra/text.hpp.
    std::string text(const char* name);
    /// With whatever characters, for passwords.
    std::string secret(const char* name);
    std::string text(const char* name, std::string otherwise);
    int number(const char* name, int min, int max, int otherwise);
    std::vector<std::string> texts(const char* name);
    /// `why`: what is wrong with a member that was read.
    void refuse(const char* name, const std::string& why);
    /// The first fault, one of which is a member that nobody has read.
    std::expected<void, Problem> end();

  private:
    std::optional<json::Value> find(const char* name);

    json::Document document_;
    json::Value object_;
    std::set<std::string, std::less<>> read_;
    std::optional<Problem> fault_;
};

}  // namespace tasklog::identity

#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "query/limits.hpp"

namespace tasklog::query {

/// Ends a statement for a page of so many rows, and one more that tells whether there are more. In its text and no
/// parameter: Postgres would not know how few rows are read, hold a plan for all pages to be worse than one for this
/// page, and plan each anew, which took half of a page's time. It may ask for some rows more: a process keeps the
/// statements that it has prepared, so that there must be few.
inline std::string first_rows(int limit) {
    constexpr std::array sizes{1, 10, 50, 100, 200};
    const auto* const size = std::find_if(sizes.begin(), sizes.end(), [&](int each) { return each >= limit; });
    return " LIMIT " + std::to_string((size == sizes.end() ? max_page : *size) + 1);
}

/// Conditions with their parameters, numbered as they come.
class Conditions {
  public:
    /// `condition` has one `?` for the parameter.
    void add(std::string condition, std::string parameter) {
        parameters_.push_back(std::move(parameter));
        const std::size_t at = condition.find('?');
        condition.replace(at, 1, "$" + std::to_string(parameters_.size()));
        add(condition);
    }
    void add(const std::string& condition) { sql_ += (sql_.empty() ? " WHERE " : " AND ") + condition; }
    /// The number of one more parameter that is used outside the conditions.
    std::string parameter(std::string value) {
        parameters_.push_back(std::move(value));
        return "$" + std::to_string(parameters_.size());
    }
    const std::string& sql() const { return sql_; }
    std::vector<std::string> take_parameters() { return std::move(parameters_); }

  private:
    std::string sql_;
    std::vector<std::string> parameters_;
};

}  // namespace tasklog::query

#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "infra/postgres/array.hpp"
#include "infra/postgres/session.hpp"

namespace tasklog::projections {

/// Whose turn it is with a worker that takes the oldest rows that wait, so many at once: a workspace that took much of
/// one round is passed over in the next, so that those behind its million rows wait for one round and not for all.
class PassedOver {
  public:
    /// Reads the rows of a round, the workspace in their first column. `$1` of the query: the workspaces that are
    /// passed over, as uuid[]; `$2`: `most`, how many rows it may give.
    pqxx::result take(int most, const std::function<pqxx::result(const std::vector<std::string>& args)>& query) {
        auto rows = query(args(most));
        if (rows.empty() && !workspaces_.empty()) {
            workspaces_.clear();
            rows = query(args(most));
        }
        remember(rows, most);
        return rows;
    }

  private:
    static constexpr std::size_t many = 100;  ///< passed over at a time

    std::vector<std::string> args(int most) const {
        postgres::ArrayText list;
        for (const std::string& each : workspaces_) list.add_plain(each);
        return {list.text(), std::to_string(most)};
    }

    void remember(const pqxx::result& rows, int most) {
        if (std::cmp_less(rows.size(), most) || workspaces_.size() >= many) return workspaces_.clear();
        std::map<std::string, int> taken;
        for (const auto& row : rows) ++taken[row[0].c_str()];
        for (const auto& [workspace, count] : taken)
            if (count > most / 4) workspaces_.insert(workspace);
    }

    std::set<std::string> workspaces_;
};

}  // namespace tasklog::projections

#pragma once
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/command_line.hpp"
#include "app/roles/loop.hpp"
#include "app/roles/project.hpp"
#include "app/roles/role.hpp"
#include "app/settings.hpp"

namespace tasklog::app {

/// What the roles of a process share, and the parts that they are made of.
struct Process {
    Process(const Settings& its_settings, Loop& first, std::string its_name, const std::string& address,
            std::function<void(const std::string&)> tell_queries, Metrics& its_metrics, Readiness& its_readiness);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    /// Makes a part that lives as long as the process. Parts end in the reverse order, and before the projections
    /// whose alarms they hear.
    template <class Part, class... Args>
    void add(Args&&... args) {
        parts.push_back(std::make_shared<Part>(std::forward<Args>(args)...));
    }
    http::Authenticate may_read() const { return authenticate_for(*loop.identity, identity::Scope::read); }
    http::Authenticate may_write() const { return authenticate_for(*loop.identity, identity::Scope::write); }

    const Settings& settings;
    Loop& loop;                                          ///< the first, with what is asked for rarely
    const std::string name;                              ///< no other process's
    const std::string commands_url;                      ///< where the workers send commands
    const std::function<void(const std::string&)> tell;  ///< tells the process's own queries what was projected
    Metrics& metrics;
    Readiness& readiness;
    Projections projections;
    std::vector<std::shared_ptr<void>> parts;
};

struct RoleForm {
    Role role;
    std::string_view name;  ///< of the command that runs it alone
    std::string_view help;
    /// Adds its parts to the process; none for a role that is on each loop.
    void (*add_to)(Process& process) = nullptr;
    /// Adds the tools that stand below its command.
    void (*add_tools)(Command command, const Settings& settings, int& status) = nullptr;
    /// The setting without which it does not run alone, if that is missing.
    std::string_view (*missing)(const Settings& settings) = nullptr;
};

/// Every role, in the order of the help text.
std::span<const RoleForm> role_forms();

}  // namespace tasklog::app

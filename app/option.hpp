#pragma once
#include <CLI/App.hpp>
#include <cctype>
#include <string>

namespace tasklog::app {

/// "limit-events" in the environment: TASKLOG_LIMIT_EVENTS.
inline std::string env_name(const std::string& name) {
    std::string env = "TASKLOG_" + name;
    for (char& c : env) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return env;
}

/// A setting: as a flag, as TASKLOG_* of the environment, and in the file of --config.
template <class T>
CLI::Option* add_setting(CLI::App& app, const std::string& name, T& value, const std::string& help) {
    return app.add_option("--" + name, value, help)->envname(env_name(name))->capture_default_str();
}

}  // namespace tasklog::app

#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// Structured logging: one JSON object a line on standard error.
namespace tasklog::log {

using Value = std::variant<std::string_view, std::int64_t>;
using Fields = std::initializer_list<std::pair<std::string_view, Value>>;

/// `level`: debug, info, warn or error. Throws std::invalid_argument for another word.
void start(std::string_view level);

void debug(std::string_view message, Fields fields = {});
void info(std::string_view message, Fields fields = {});
void warn(std::string_view message, Fields fields = {});
void error(std::string_view message, Fields fields = {});

}  // namespace tasklog::log

#include "infra/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <ctime>
#include <stdexcept>

#include "base/json.hpp"

namespace tasklog::log {
namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>("tasklog", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->flush_on(spdlog::level::info);
        return made;
    }();
    return *instance;
}

std::string timestamp() {
    using namespace std::chrono;
    const auto now = system_clock::now();
    const std::time_t seconds = system_clock::to_time_t(now);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[40];
    const auto ms = duration_cast<milliseconds>(now.time_since_epoch()).count() % 1000;
    const std::size_t size = std::strftime(text, sizeof text, "%FT%T", &utc);
    std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(ms));
    return text;
}

void write(spdlog::level::level_enum level, std::string_view message, Fields fields) {
    if (!logger().should_log(level)) return;
    rapidjson::StringBuffer buffer;
    json::Writer writer(buffer);  // not json::text(): what is written in one may log
    const auto text = [&](std::string_view s) { json::write(writer, s); };
    writer.StartObject();
    writer.Key("at");
    text(timestamp());
    writer.Key("level");
    const auto name = spdlog::level::to_string_view(level);
    text({name.data(), name.size()});
    writer.Key("message");
    text(message);
    for (const auto& [key, value] : fields) {
        json::write_key(writer, key);
        if (const auto* string = std::get_if<std::string_view>(&value)) {
            text(*string);
        } else {
            writer.Int64(std::get<std::int64_t>(value));
        }
    }
    writer.EndObject();
    logger().log(level, spdlog::string_view_t(buffer.GetString(), buffer.GetSize()));
}

}  // namespace

void start(std::string_view level) {
    if (level != "debug" && level != "info" && level != "warn" && level != "error")
        throw std::invalid_argument("log level must be debug, info, warn or error");
    logger().set_level(spdlog::level::from_str(level == "error" ? "err" : std::string(level)));
}

void debug(std::string_view message, Fields fields) { write(spdlog::level::debug, message, fields); }
void info(std::string_view message, Fields fields) { write(spdlog::level::info, message, fields); }
void warn(std::string_view message, Fields fields) { write(spdlog::level::warn, message, fields); }
void error(std::string_view message, Fields fields) { write(spdlog::level::err, message, fields); }

}  // namespace tasklog::log

# What most files include, compiled once for all of them. It must not be what makes a file compile: `./dev lint` has none.
option(TASKLOG_PRECOMPILED "Precompile the headers that most files include" ON)
function(use_precompiled target)
  if(NOT TASKLOG_PRECOMPILED OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(NOT TARGET tasklog_precompiled)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "")
    add_library(tasklog_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(tasklog_precompiled PRIVATE tasklog_warnings tasklog_asio tasklog_rapidjson PkgConfig::pqxx)
    target_compile_options(tasklog_precompiled PRIVATE -fpch-preprocess)
    target_precompile_headers(tasklog_precompiled PRIVATE
      <algorithm> <array> <chrono> <expected> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
      <unordered_map> <utility> <variant> <vector>
      <boost/asio/awaitable.hpp> <boost/asio/as_tuple.hpp> <boost/asio/co_spawn.hpp> <boost/asio/io_context.hpp>
      <boost/asio/post.hpp> <boost/asio/steady_timer.hpp> <boost/asio/use_awaitable.hpp>
      <pqxx/pqxx> <rapidjson/stringbuffer.h> <rapidjson/writer.h>)
  endif()
  target_compile_options(${target} PRIVATE -fpch-preprocess)
  target_precompile_headers(${target} REUSE_FROM tasklog_precompiled)
endfunction()

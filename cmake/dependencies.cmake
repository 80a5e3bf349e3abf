find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(spdlog REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
find_package(absl REQUIRED)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
find_package(simdjson REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
# In releases only: the sanitizers bring an allocator of their own.
add_library(tasklog_malloc INTERFACE)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
  target_link_libraries(tasklog_malloc INTERFACE PkgConfig::jemalloc)
endif()
find_path(RAPIDJSON_INCLUDE rapidjson/document.h REQUIRED)
find_path(CPP_JWT_INCLUDE jwt/jwt.hpp REQUIRED)

# RapidJSON 1.1 assigns a const member in a function that nobody calls; clang 19, which the fuzzers need, refuses even that.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  file(COPY ${RAPIDJSON_INCLUDE}/rapidjson DESTINATION ${CMAKE_BINARY_DIR}/include)
  file(READ ${RAPIDJSON_INCLUDE}/rapidjson/document.h text)
  string(REPLACE "GenericStringRef& operator=(const GenericStringRef& rhs) { s = rhs.s; length = rhs.length; }"
                 "GenericStringRef& operator=(const GenericStringRef& rhs) = delete;" text "${text}")
  file(WRITE ${CMAKE_BINARY_DIR}/include/rapidjson/document.h "${text}")
  set(RAPIDJSON_INCLUDE ${CMAKE_BINARY_DIR}/include)
endif()

add_library(tasklog_rapidjson INTERFACE)
target_include_directories(tasklog_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE})
target_compile_definitions(tasklog_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)
# Not RAPIDJSON_SSE2: in 1.1.0 it reads and writes control characters from 0x1a on as they are.

# Asio and Beast are compiled once, in infra/http/asio.cpp.
find_path(BOOST_INCLUDE boost/beast.hpp REQUIRED)
add_library(tasklog_asio INTERFACE)
target_include_directories(tasklog_asio SYSTEM INTERFACE ${BOOST_INCLUDE})
target_compile_definitions(tasklog_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                                                  BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(tasklog_asio INTERFACE Threads::Threads)

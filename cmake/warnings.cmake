# One interface target carries the warnings, so that no flag is global.
add_library(tasklog_warnings INTERFACE)
target_compile_options(tasklog_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                  -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers -Werror)
# GCC 12 reports false positives of these inside its own headers when coroutines and std::string are optimised.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(tasklog_warnings INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
                                                    -Wno-array-bounds -Wno-mismatched-new-delete)
endif()

# tasklog_library(NAME sources…): a static library of one folder, included as "folder/file.hpp".
function(tasklog_library name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE tasklog_warnings)
endfunction()

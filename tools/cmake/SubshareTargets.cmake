# How every target of ours is compiled: one helper for all, one for what runs without exceptions,
# and one for tests.

include_guard(DIRECTORY)

# subshare_target(<target>)
# C++23 without extensions, and the warnings that our own code is free of.
function(subshare_target target)
  target_compile_features(${target} PUBLIC cxx_std_23)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  # A designated initialiser leaves members out on purpose.
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                           -Wno-missing-field-initializers)
  # GCC 12 sees it, at -O3, where there is nothing (its bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(SUBSHARE_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# subshare_strict_warnings(<target>)
# What a library for others is free of besides; the macros of test libraries are not. Left out is what
# asks for taste, and -Wuseless-cast, which is right on one width of machine and wrong on another.
function(subshare_strict_warnings target)
  target_compile_options(${target} PRIVATE
    -Wsign-conversion -Wold-style-cast -Wcast-qual -Wcast-align -Wformat=2 -Wnon-virtual-dtor
    -Woverloaded-virtual -Wextra-semi -Wundef -Wdouble-promotion -Wunused-macros)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE
      -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wredundant-decls)
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${target} PRIVATE
      -Wshadow-all -Wextra-semi-stmt -Wcomma -Wunreachable-code -Wloop-analysis -Wheader-hygiene
      -Wunused-template -Wzero-as-null-pointer-constant -Wmissing-prototypes
      -Wcovered-switch-default -Wweak-vtables)
  endif()
endfunction()

# subshare_check_compiler()
# Says at once what a page of template errors would say later.
function(subshare_check_compiler)
  include(CheckCXXSourceCompiles)
  set(CMAKE_CXX_STANDARD 23)
  set(CMAKE_CXX_STANDARD_REQUIRED OFF)
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles(
    "#include <array>\n#include <compare>\n#include <expected>
    int main() {
      const std::array<char, 1> a{}, b{};
      return std::expected<int, int>(0).value() + ((a <=> b) < 0);
    }"
    SUBSHARE_HAS_EXPECTED)
  if(NOT SUBSHARE_HAS_EXPECTED)
    # So that another try, with another compiler or library, is one.
    unset(SUBSHARE_HAS_EXPECTED CACHE)
    message(FATAL_ERROR "Subshare needs std::expected and ordered std::arrays, and ${CMAKE_CXX_COMPILER} "
      "(${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}) has not both with C++23: GCC has "
      "them from 12 on, Clang from 17 on with libc++ and from 19 on with GCC's library.")
  endif()
endfunction()

# subshare_no_exceptions(<target>)
# For the core and the module: failure is a value there, and unwinding costs bytes.
function(subshare_no_exceptions target)
  target_compile_options(${target} PRIVATE -fno-exceptions)
endfunction()

# subshare_add_test(<target> SOURCES <file>... [LIBRARIES <target>...])
# A GoogleTest program whose every test is a test of ctest, run in its own source folder.
function(subshare_add_test target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  subshare_find_googletest()
  add_executable(${target} ${arg_SOURCES})
  subshare_target(${target})
  target_link_libraries(${target} PRIVATE ${arg_LIBRARIES} GTest::gmock GTest::gtest_main)
  target_precompile_headers(${target} PRIVATE <gmock/gmock.h>)
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>) # for ccache
  include(GoogleTest)
  gtest_discover_tests(${target} WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
                       DISCOVERY_TIMEOUT 60)
endfunction()

# What the tests build on, found as packages of the machine: a package manager has checked those,
# and a build that downloads nothing works anywhere. `./dev setup` installs them.
# A parent project that has the target already keeps its own.

# Nothing here is GLOBAL, so that a parent does not get targets that it did not ask for.

include_guard(DIRECTORY)

# subshare_find_nlohmann_json(): the tests' witness of JSON. The core does without.
macro(subshare_find_nlohmann_json)
  if(NOT TARGET nlohmann_json::nlohmann_json)
    find_package(nlohmann_json 3.11 QUIET)
    if(NOT nlohmann_json_FOUND)
      message(FATAL_ERROR "nlohmann_json 3.11 or newer is missing: run './dev setup', or install "
                          "nlohmann-json3-dev.")
    endif()
  endif()
endmacro()

# subshare_find_googletest(): a function, because only tests need it.
macro(subshare_find_googletest)
  if(NOT TARGET GTest::gtest_main)
    find_package(GTest 1.12 QUIET)
    if(NOT GTest_FOUND)
      message(FATAL_ERROR "GoogleTest 1.12 or newer is missing: run './dev setup', or install "
                          "libgtest-dev and libgmock-dev.")
    endif()
  endif()
endmacro()

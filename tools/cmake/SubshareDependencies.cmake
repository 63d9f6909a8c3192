# What Subshare builds on, found as packages of the machine: a package manager has checked those,
# and a build that downloads nothing works anywhere. `./dev setup` installs them.
# A parent project that has the target already keeps its own.

# Nothing here is GLOBAL, so that a parent does not get targets that it did not ask for.

include_guard(DIRECTORY)

if(NOT TARGET nlohmann_json::nlohmann_json)
  if(EMSCRIPTEN)
    # The library is headers only, so the machine's serve, but emcc must not see the rest of
    # /usr/include: hence a folder with that one library in it.
    find_path(SUBSHARE_NLOHMANN_DIR nlohmann/json.hpp PATHS /usr/include /usr/local/include
              NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
    if(NOT SUBSHARE_NLOHMANN_DIR)
      message(FATAL_ERROR "nlohmann/json.hpp is not in /usr/include: run './dev setup', or set "
                          "SUBSHARE_NLOHMANN_DIR to the folder that holds nlohmann/.")
    endif()
    set(subshare_json_include "${CMAKE_CURRENT_BINARY_DIR}/_deps/nlohmann")
    file(MAKE_DIRECTORY "${subshare_json_include}")
    file(CREATE_LINK "${SUBSHARE_NLOHMANN_DIR}/nlohmann" "${subshare_json_include}/nlohmann"
         SYMBOLIC)
    add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
    target_include_directories(nlohmann_json::nlohmann_json INTERFACE "${subshare_json_include}")
  else()
    find_package(nlohmann_json 3.11 QUIET)
    if(NOT nlohmann_json_FOUND)
      message(FATAL_ERROR "nlohmann_json 3.11 or newer is missing: run './dev setup', or install "
                          "nlohmann-json3-dev.")
    endif()
  endif()
endif()

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

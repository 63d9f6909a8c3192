# Runs our port as vcpkg does, with CMake's own commands in the place of vcpkg's helpers, which Debian has not:
#
#   cmake -D PORT=… -D OUT=… [-D VCPKG_LIBRARY_LINKAGE=dynamic] -P run.cmake
set(CURRENT_PACKAGES_DIR "${OUT}/packages/subshare")

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "vcpkg_cmake_configure does not know ${arg_UNPARSED_ARGUMENTS}.")
  endif()
  # vcpkg does it twice, for its two build types.
  run("${CMAKE_COMMAND}" -S "${arg_SOURCE_PATH}" -B "${OUT}/build" ${arg_OPTIONS} -DCMAKE_INSTALL_LIBDIR=lib
      "-DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}")
endfunction()
function(vcpkg_cmake_install)
  run("${CMAKE_COMMAND}" --build "${OUT}/build" --target install)
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
  file(RENAME "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}" "${OUT}/moved")
  file(MAKE_DIRECTORY "${CURRENT_PACKAGES_DIR}/share")
  file(RENAME "${OUT}/moved" "${CURRENT_PACKAGES_DIR}/share/${arg_PACKAGE_NAME}")
  # One folder nearer to the prefix than it was.
  file(READ "${CURRENT_PACKAGES_DIR}/share/${arg_PACKAGE_NAME}/subshareTargets.cmake" text)
  string(REGEX REPLACE
    "(get_filename_component\\(_IMPORT_PREFIX \"\\$\\{_IMPORT_PREFIX\\}\" PATH\\)\n)+"
    "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\nget_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n"
    text "${text}")
  file(WRITE "${CURRENT_PACKAGES_DIR}/share/${arg_PACKAGE_NAME}/subshareTargets.cmake" "${text}")
endfunction()
function(vcpkg_fixup_pkgconfig)
  if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/lib/pkgconfig/subshare.pc")
    message(FATAL_ERROR "There is nothing for pkg-config.")
  endif()
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  configure_file("${arg_FILE_LIST}" "${CURRENT_PACKAGES_DIR}/share/subshare/copyright" COPYONLY)
endfunction()

include("${PORT}/portfile.cmake")

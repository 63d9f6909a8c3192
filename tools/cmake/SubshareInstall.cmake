# What `cmake --install` puts where: library, public headers, and what find_package(subshare) and
# pkg-config read.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(subshare_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/subshare")

install(TARGETS subshare_core EXPORT subshare
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/core/include/subshare"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/subshare")
install(EXPORT subshare NAMESPACE subshare:: FILE subshareTargets.cmake
        DESTINATION "${subshare_package_dir}")

# A static library does not hold what it needs: whoever links it finds that again.
set(subshare_pc_requires "")
set(subshare_pc_libs "-lsubshare")
set(subshare_pc_cflags "")
set(subshare_config "")
if(SUBSHARE_SHARED)
  set(subshare_pc_cflags " -DSUBSHARE_SHARED")
elseif(NOT SUBSHARE_OWN_UNICODE)
  set(subshare_pc_requires "libidn2")
  string(APPEND subshare_pc_libs " -lunistring")
  set(subshare_config "include(\"\${CMAKE_CURRENT_LIST_DIR}/SubshareUnicode.cmake\")\n")
  install(FILES "${CMAKE_CURRENT_LIST_DIR}/SubshareUnicode.cmake"
          DESTINATION "${subshare_package_dir}")
endif()

set(subshare_made "${CMAKE_CURRENT_BINARY_DIR}/package")
file(CONFIGURE OUTPUT "${subshare_made}/subshareConfig.cmake" @ONLY
     CONTENT "@subshare_config@include(\"\${CMAKE_CURRENT_LIST_DIR}/subshareTargets.cmake\")\n")
# Before 1.0 a minor version may break.
write_basic_package_version_file("${subshare_made}/subshareConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${subshare_made}/subshareConfig.cmake" "${subshare_made}/subshareConfigVersion.cmake"
        DESTINATION "${subshare_package_dir}")

# pkg-config's folder is as deep as the machine's libraries are (lib, or lib/x86_64-linux-gnu).
file(RELATIVE_PATH subshare_pc_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
cmake_path(APPEND subshare_pc_libdir "\${prefix}" "${CMAKE_INSTALL_LIBDIR}")
cmake_path(APPEND subshare_pc_includedir "\${prefix}" "${CMAKE_INSTALL_INCLUDEDIR}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/subshare.pc.in" "${subshare_made}/subshare.pc" @ONLY)
install(FILES "${subshare_made}/subshare.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

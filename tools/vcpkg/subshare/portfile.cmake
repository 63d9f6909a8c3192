# An overlay port, of the tree that it stands in: vcpkg install subshare --overlay-ports=subshare/tools/vcpkg
# A registry would have vcpkg_from_git here, of a release.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

string(COMPARE EQUAL "${VCPKG_LIBRARY_LINKAGE}" "dynamic" shared)
vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DSUBSHARE_BUILD_TESTS=OFF
    -DSUBSHARE_BUILD_SANDBOX=OFF
    -DSUBSHARE_BUILD_MODULE=OFF
    -DSUBSHARE_SHARED=${shared})
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME subshare CONFIG_PATH lib/cmake/subshare)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share"
                    "${CURRENT_PACKAGES_DIR}/share/licenses")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")

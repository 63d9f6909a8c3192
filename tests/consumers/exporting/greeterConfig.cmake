include(CMakeFindDependencyMacro)
find_dependency(subshare)
include("${CMAKE_CURRENT_LIST_DIR}/greeterTargets.cmake")

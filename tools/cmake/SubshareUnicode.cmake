# subshare::unicode_libraries: libidn2 and libunistring, which core/native/unicode.cpp asks. Here for
# the build and, copied beside the exported targets, for whoever links a static core.

include_guard(DIRECTORY)

if(NOT TARGET subshare::unicode_libraries)
  find_path(SUBSHARE_IDN2_INCLUDE_DIR idn2.h)
  find_library(SUBSHARE_IDN2_LIBRARY idn2)
  find_path(SUBSHARE_UNISTRING_INCLUDE_DIR uninorm.h)
  find_library(SUBSHARE_UNISTRING_LIBRARY unistring)
  mark_as_advanced(SUBSHARE_IDN2_INCLUDE_DIR SUBSHARE_IDN2_LIBRARY SUBSHARE_UNISTRING_INCLUDE_DIR
                   SUBSHARE_UNISTRING_LIBRARY)
  foreach(of IN ITEMS IDN2_INCLUDE_DIR IDN2_LIBRARY UNISTRING_INCLUDE_DIR UNISTRING_LIBRARY)
    if(NOT SUBSHARE_${of})
      message(FATAL_ERROR "subshare: ${of} was not found. The core asks libidn2 and libunistring "
        "about Unicode (Debian: libidn2-dev, libunistring-dev); SUBSHARE_OWN_UNICODE=ON builds it "
        "without, for a program that defines what subshare/unicode.hpp declares.")
    endif()
  endforeach()
  add_library(subshare::unicode_libraries INTERFACE IMPORTED)
  set_target_properties(subshare::unicode_libraries PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${SUBSHARE_IDN2_INCLUDE_DIR};${SUBSHARE_UNISTRING_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${SUBSHARE_IDN2_LIBRARY};${SUBSHARE_UNISTRING_LIBRARY}")
endif()

// What a shared library of the core shows, and what it keeps to itself: all that the public headers
// declare is marked SUBSHARE_API, and everything else is hidden. CMake's `subshare::core` and
// pkg-config say SUBSHARE_SHARED where it is needed; with a static library, which may become a part
// of somebody's own shared one, it is not, and then nothing of the core is shown there.
#pragma once

#ifdef SUBSHARE_SHARED
#define SUBSHARE_API [[gnu::visibility("default")]]
#else
#define SUBSHARE_API
#endif

// What this module has: the whole one, or the one for people's pages, which leaves out what
// companies do (core/src/parts.hpp, of which this is the compiler's half).
#pragma once

namespace subshare::module {

#ifdef SUBSHARE_WITHOUT_COMPANIES
inline constexpr bool whole = false;
#else
inline constexpr bool whole = true;
#endif

}  // namespace subshare::module

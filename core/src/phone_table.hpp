// Made by tools/phones/generate.mjs out of the metadata of google-libphonenumber 3.2.47
// (libphonenumber, Apache License 2.0). Do not edit: run that.
// clang-format off
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace subshare {

inline constexpr std::uint8_t no_rows = 255;

// What is dialled before a national number inside the country only; the first that fits.
inline constexpr std::array<std::string_view, 6> phone_trunks{"", "0", "06", "8", "8 0", "80 8 0"};

// Bit n of `lengths`: a national number can have n digits.
struct PhonePlan {
  std::uint16_t code, lengths;
  std::uint8_t trunks;     // of phone_trunks, apart by spaces
  std::uint8_t first_row;  // of phone_rows; no_rows: any beginning has the same lengths
};
inline constexpr std::array<PhonePlan, 48> phone_plans{{
    {47, 0x0120, 0, 0},  // NO SJ
    {46, 0x17c0, 1, 3},  // SE
    {45, 0x0100, 0, 12},  // DK
    {358, 0x1fe0, 1, 14},  // FI AX
    {354, 0x0280, 0, 22},  // IS
    {298, 0x0040, 0, 26},  // FO
    {299, 0x0040, 0, 28},  // GL
    {376, 0x0340, 0, 255},  // AD
    {355, 0x03c0, 1, 255},  // AL
    {43, 0x3ff0, 1, 255},  // AT
    {387, 0x0300, 1, 255},  // BA
    {32, 0x0300, 1, 255},  // BE
    {359, 0x13c0, 1, 255},  // BG
    {375, 0x0fc0, 5, 32},  // BY
    {41, 0x1200, 1, 255},  // CH
    {357, 0x0100, 0, 255},  // CY
    {420, 0x1e00, 0, 255},  // CZ
    {49, 0xfff0, 1, 255},  // DE
    {372, 0x0580, 0, 255},  // EE
    {34, 0x0200, 0, 255},  // ES
    {33, 0x0200, 1, 255},  // FR
    {44, 0x0680, 1, 255},  // GB GG IM JE
    {350, 0x0100, 0, 255},  // GI
    {30, 0x1c00, 0, 255},  // GR
    {385, 0x0380, 1, 255},  // HR
    {36, 0x0300, 2, 255},  // HU
    {353, 0x0780, 1, 255},  // IE
    {39, 0x1fc0, 0, 255},  // IT VA
    {423, 0x0280, 1, 255},  // LI
    {370, 0x0100, 4, 255},  // LT
    {352, 0x0ff0, 0, 255},  // LU
    {371, 0x0100, 0, 255},  // LV
    {377, 0x0300, 1, 255},  // MC
    {373, 0x0100, 1, 255},  // MD
    {382, 0x0300, 1, 255},  // ME
    {389, 0x0100, 1, 255},  // MK
    {356, 0x0100, 0, 255},  // MT
    {31, 0x0fe0, 1, 255},  // NL
    {48, 0x07c0, 0, 255},  // PL
    {351, 0x0200, 0, 255},  // PT
    {40, 0x0240, 1, 255},  // RO
    {381, 0x1fc0, 1, 255},  // RS
    {7, 0x4400, 3, 255},  // RU
    {386, 0x01e0, 1, 255},  // SI
    {421, 0x02c0, 1, 255},  // SK
    {378, 0x0500, 0, 255},  // SM
    {380, 0x0600, 1, 255},  // UA
    {383, 0x1f00, 1, 255},  // XK
}};

// The lengths of numbers whose first two digits are at most `last`, after the row before it. A plan's last row
// has 99.
struct PhoneRow {
  std::uint8_t last;
  std::uint16_t lengths;
};
inline constexpr std::array<PhoneRow, 47> phone_rows{{
    {9, 0x0020},
    {19, 0x0000},
    {99, 0x0100},
    {9, 0x0000},
    {19, 0x0380},
    {29, 0x13c0},
    {49, 0x0380},
    {59, 0x0300},
    {69, 0x1380},
    {79, 0x0200},
    {89, 0x0380},
    {99, 0x0780},
    {19, 0x0000},
    {99, 0x0100},
    {9, 0x0000},
    {34, 0x07e0},
    {35, 0x03e0},
    {39, 0x07e0},
    {49, 0x07c0},
    {69, 0x07e0},
    {79, 0x1fc0},
    {99, 0x03e0},
    {37, 0x0000},
    {38, 0x0200},
    {39, 0x0000},
    {99, 0x0080},
    {19, 0x0000},
    {99, 0x0040},
    {18, 0x0000},
    {70, 0x0040},
    {79, 0x0000},
    {99, 0x0040},
    {9, 0x0000},
    {29, 0x0200},
    {32, 0x0000},
    {33, 0x0200},
    {43, 0x0000},
    {44, 0x0200},
    {79, 0x0000},
    {80, 0x07c0},
    {81, 0x0fc0},
    {84, 0x0bc0},
    {87, 0x0fc0},
    {88, 0x0040},
    {89, 0x07c0},
    {90, 0x0400},
    {99, 0x0000},
}};

}  // namespace subshare

// Names as lists have them, and the words that are no names: labels, headings, joining words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "subshare/invitees.hpp"

namespace subshare {

// `reversed_name`: the whole name, its family name first.
enum class Column : char { none, given, middle, family, name, reversed_name, email, phone };

// What a heading says of its column ("Etternavn", "E-mail 1 - Value"), in the six languages.
Column column_of(std::string_view heading);

// "e-post", "Tlf.", "mobil": stands before a contact and names nobody.
bool is_label(std::string_view word);

// "and" and "or" in the six languages.
bool is_joining_word(std::string_view word);

// "You", as chats name who reads.
bool is_oneself(std::string_view word);

// "Jr.", "PhD": belongs to the name before it, with or without a comma.
bool is_ending(std::string_view word);

// "Avisen AS".
bool is_firm(std::string_view name);

// Bullets, arrows, pictures, and numbers in circles.
bool is_symbol(std::uint32_t c);

// "Emne: …", "Sent: …": of a mail's head, and nobody in it.
bool is_head(std::string_view line);

// Of those, "Sent: …" and such, behind which a date stands.
bool is_head_of_date(std::string_view line);

// White space of any kind as single spaces; bullets, numbering, labels, stops and quotation marks
// around it gone.
std::string tidy_name(std::string_view text);

// Whether it can be one: a letter in it, no digit, not a sentence.
bool is_name(std::string_view text);

// "Kari Anne van der Berg" or "van der Berg, Kari Anne".
void set_name(Invitee& invitee, std::string_view name);

// "van der Berg Kari Anne", where a heading says so.
void set_reversed_name(Invitee& invitee, std::string_view name);

}  // namespace subshare

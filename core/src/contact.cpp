// A text with an @ is meant as an e-mail address; one that begins like a number is meant as a
// telephone number; anything else is neither. The kind decides which reason a person is given.
#include "subshare/contact.hpp"

#include <algorithm>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "fail.hpp"
#include "subshare/search.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t max_text = 2000;

// The code point that ends the text.
CodePoint last_of(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  const CodePoint c = decode_utf8(text, start);
  return c.length == text.size() - start ? c : CodePoint{};
}

// Takes off what a sentence, a list or a mail program puts around a contact: quotation marks,
// stops, and brackets that enclose all of it ("(070) 123" is not one of those).
std::string_view without_wrapping(std::string_view text) {
  for (;;) {
    const std::size_t before = text.size();
    text = trim(text);
    if (text.empty()) return text;
    constexpr std::string_view opening = "<([{'", closing = ">)]}'";
    const std::size_t pair = opening.find(text.front());
    if (text.size() > 1 && pair != std::string_view::npos && text.back() == closing[pair] &&
        text.find_first_of("()[]", 1) >= text.size() - 1) {
      text = text.substr(1, text.size() - 2);
    } else if (text.front() == '<') {
      text.remove_prefix(1);
    } else if (std::string_view(".,;:!?>").contains(text.back())) {
      text.remove_suffix(1);
    } else if (const CodePoint first = decode_utf8(text, 0);
               first.length > 0 && is_quotation_mark(first.value) && first.value != '`' &&
               text.find(text.substr(0, first.length), first.length) >=
                   text.size() - first.length) {
      text.remove_prefix(first.length);
    } else if (const CodePoint last = last_of(text);
               last.length > 0 && is_quotation_mark(last.value)) {
      text.remove_suffix(last.length);
    }
    if (text.size() == before) return text;
  }
}

// A mailto: link without its scheme and its header fields (RFC 6068), percent-decoded.
std::string mailbox_of(std::string_view link) {
  link = link.substr(0, link.find('?'));
  std::string decoded;
  for (std::size_t i = 0; i < link.size(); ++i) {
    const bool coded = link[i] == '%' && i + 2 < link.size() && hex_digit(link[i + 1]) >= 0 &&
                       hex_digit(link[i + 2]) >= 0;
    decoded +=
        coded ? static_cast<char>(hex_digit(link[i + 1]) * 16 + hex_digit(link[i + 2])) : link[i];
    if (coded) i += 2;
  }
  return decoded;
}

// What reading would not change: the local part of a plain address, in lower case, or the last
// digits of a plain number; else empty.
std::string_view settled_part(std::string_view text) {
  constexpr std::size_t last_digits = 6;
  const std::size_t start = text.starts_with('+') ? 1 : 0;
  if (text.size() >= start + last_digits && std::ranges::all_of(text.substr(start), is_digit))
    return text.substr(text.size() - last_digits);
  const std::size_t at = text.find('@');
  const auto fits = [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '@';
  };
  const bool plain = at != text.npos && is_letter(text.front()) && std::ranges::all_of(text, fits);
  return plain ? text.substr(0, at) : std::string_view{};
}

// Cheap, and true for most of a long list: nothing is read for it.
bool surely_differ(std::string_view a, std::string_view b) {
  const std::string_view x = settled_part(a), y = settled_part(b);
  return !x.empty() && !y.empty() && !std::ranges::equal(x, y, [](char one, char other) {
    return one == other || (is_letter(one) && (one ^ other) == 0x20);
  });
}

}  // namespace

Result<Contact> parse_contact(std::string_view text, ContactOptions options) {
  // A page of text is nobody's contact, and what is around it is not worth looking for.
  if (text.size() > max_text) return fail(ErrorCode::contact_unreadable, contact_field);
  const std::string plain = plain_text(text);
  std::string_view meant = without_wrapping(plain);
  std::string mailbox;
  if (has_scheme(meant, "mailto:")) {
    mailbox = mailbox_of(meant.substr(7));
    meant = trim(mailbox);
  }
  if (meant.empty()) {
    // Marks alone are no contact, but something was typed.
    const std::string_view typed = trim(plain);
    return fail(typed.empty() ? ErrorCode::required : ErrorCode::contact_unreadable, contact_field,
                typed);
  }
  const bool number = meant.front() == '+' || meant.front() == '(' || is_digit(meant.front()) ||
                      has_scheme(meant, "tel:");
  if (meant.contains('@') && !has_scheme(meant, "tel:")) return parse_email(meant);
  if (number) return parse_phone(meant, options.calling_code);
  return fail(ErrorCode::contact_unreadable, contact_field,
              count_code_points(meant) ? meant : std::string_view{});
}

std::string contact_key(std::string_view text, ContactOptions options) {
  auto contact = parse_contact(text, options);
  if (!contact && contact.error().code == ErrorCode::phone_calling_code_needed)
    contact = parse_contact('+' + plain_text(trim(text)));
  return contact ? ascii_lower(contact->value) : search_key(trim(text));
}

bool same_contact(std::string_view a, std::string_view b, ContactOptions options) {
  if (a == b) return true;
  return !surely_differ(a, b) && contact_key(a, options) == contact_key(b, options);
}

}  // namespace subshare

// Subshare: the core that decides about shared subscriptions. The front door: what there is.
//
//   #include "subshare/subshare.hpp"
//
//   subshare::Session session(*subshare::Endpoints::create("https://api.mediaconnect.no/capi"));
//   auto begun = session.begin({.operation = subshare::Operation::send_invitation,
//                               .product_code = "NAT", .contact = {.value = "kari@example.com"}},
//                              now(), random_number());
//   if (!begun) puts(describe(begun.error()).c_str());
//   else        carry_out(session, *std::move(begun));  // your HTTP, your clock
//
// All of it, with a `carry_out` of thirty lines, is tests/core/front_door_test.cpp.
//
// contact.hpp     e-mail address or telephone number: recognise, normalise, compare
// invitees.hpp    a pasted list of people: whom it names
// text.hpp        names and codes: trim, UTF-8, limits in code points
// rules.hpp       share rules and seats
// invitation.hpp  the life of one invitation: state x event
// search.hpp      finding people by what is typed
// share_list.hpp  the owner's picture: rows and seats, fed by lists and by outcomes
// status.hpp      the 11 status words, and what each means to an operation
// nets.hpp        IP ranges and domains (B2B)
// endpoint.hpp    the 11 endpoints in one table; base URL and path overrides
// unicode.hpp     what the core asks its carrier
// wire.hpp        JSON both ways
// session.hpp     one user's dealings with one API: the door to all calls
// retry_after.hpp how long a server asks to be left alone
// error.hpp       failure as a value
//
// No I/O, clock, randomness, thread or global: time and random numbers come in as arguments.
#pragma once

#include "subshare/contact.hpp"
#include "subshare/endpoint.hpp"
#include "subshare/error.hpp"
#include "subshare/invitation.hpp"
#include "subshare/invitees.hpp"
#include "subshare/nets.hpp"
#include "subshare/retry_after.hpp"
#include "subshare/rules.hpp"
#include "subshare/search.hpp"
#include "subshare/session.hpp"
#include "subshare/share_list.hpp"
#include "subshare/status.hpp"
#include "subshare/text.hpp"
#include "subshare/unicode.hpp"
#include "subshare/wire.hpp"

// Subshare: the core that decides about shared subscriptions. The front door: what there is.
//
//   #include "subshare/subshare.hpp"
//
//   subshare::Sharing sharing(*subshare::Endpoints::create("https://api.mediaconnect.no/capi"));
//   auto begun = sharing.begin({.operation = subshare::Operation::send_invitation,
//                               .product_code = "NAT", .contact = {.value = "kari@example.com"}});
//   if (!begun) puts(describe(begun.error()).c_str());
//   else        carry_out(begun->call);   // your HTTP, your clock: see call.hpp
//
// contact.hpp     e-mail address or telephone number: recognise, normalise, take a list apart
// text.hpp        names and codes: trim, UTF-8, limits in code points
// rules.hpp       share rules and seats
// invitation.hpp  the life of one invitation: state x event
// share_list.hpp  the owner's picture: rows and seats, fed by lists and by outcomes
// status.hpp      the 11 status words, and what each means to an operation
// nets.hpp        IP ranges and domains (B2B)
// endpoint.hpp    the 11 endpoints in one table; base URL and path overrides
// wire.hpp        JSON both ways
// call.hpp        one API call from intent to outcome
// sharing.hpp     one user's dealings with one API
// error.hpp       failure as a value
// parts.hpp       what this build has
//
// No I/O, clock, randomness, thread or global: time and random numbers come in as arguments.
#pragma once

#include "subshare/call.hpp"
#include "subshare/contact.hpp"
#include "subshare/endpoint.hpp"
#include "subshare/error.hpp"
#include "subshare/invitation.hpp"
#include "subshare/nets.hpp"
#include "subshare/parts.hpp"
#include "subshare/rules.hpp"
#include "subshare/share_list.hpp"
#include "subshare/sharing.hpp"
#include "subshare/status.hpp"
#include "subshare/text.hpp"
#include "subshare/wire.hpp"

// What faults and habits make of an answer that was right.
#pragma once

#include "api.hpp"

namespace sandbox {

/// The answer as `fault` leaves it.
void spoil(const Fault& fault, Answer& answer);

/// The answer as a server with these habits would have given it.
void speak_by_habit(Habits& habits, const Endpoint& endpoint, Answer& answer);

/// A refusal in the shape that a server with these habits gives it.
void refuse_by_habit(Habits& habits, Answer& answer);

/// Headers of the finished response, by habit: caching, what is exposed, Retry-After.
void head_by_habit(Habits& habits, Clock& clock, const httplib::Request& request,
                   httplib::Response& response);

}  // namespace sandbox

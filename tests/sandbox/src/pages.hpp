// The few pages the sandbox shows itself, as text.
#pragma once

#include <string>
#include <vector>

#include "store.hpp"

namespace sandbox::pages {

/// A whole page of the login host; `content` is HTML.
std::string login_frame(const std::string& title, const std::string& content);

/// The users as buttons, and a form for name and password.
std::string login_forms(const std::vector<User>& users, const std::string& go_on,
                        const std::string& problem, const std::string& cancel_url);

const char* login_css();

/// What each recipient would get, newest first. `publisher` is its origin.
std::string outbox(const std::vector<OutboxItem>& items, const std::string& publisher);

const char* outbox_css();

/// The landing page's address with the share code in it.
std::string landing_link(const std::string& publisher, const std::string& share_code);

/// A plain page of the publisher for errors and for a start without demo pages; `content` is HTML.
std::string plain(const std::string& title, const std::string& content);

}  // namespace sandbox::pages

#include "pages.hpp"

#include "text.hpp"

namespace sandbox::pages {
namespace {

std::string document(const std::string& title, const char* css, const std::string& body) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         html_escape(title) +
         "</title>\n<link rel=\"icon\" href=\"data:,\">\n"
         "<link rel=\"stylesheet\" href=\"" +
         css + "\">\n</head>\n<body>\n" + body + "\n</body>\n</html>\n";
}

std::string message(const OutboxItem& item, const std::string& publisher) {
  const bool by_mail = item.contact_type == "A";
  const auto link = html_escape(landing_link(publisher, item.share_code));
  const auto owner = html_escape(item.owner_name);
  const auto product = html_escape(item.product_name);
  const auto anchor = "<a href=\"" + link + "\">" + link + "</a>";
  std::string out = "<article class=\"" + std::string(by_mail ? "mail" : "sms") +
                    "\" data-share-code=\"" + html_escape(item.share_code) + "\">\n<header>";
  out += "<span class=\"kind\">" + std::string(by_mail ? "E-mail" : "SMS") + "</span>";
  out += "<span class=\"to\">To <strong>" + html_escape(item.to) + "</strong></span>";
  out += "<time>" + format_time(item.sent_at) + "</time></header>\n";
  if (!by_mail) {
    return out + "<p class=\"bubble\">" + owner + " shares " + product +
           " with you. Accept or decline here: " + anchor + "</p>\n</article>\n";
  }
  out += "<h2>" + owner + " shares " + product + " with you</h2>\n<p>Hello" +
         (item.first_name.empty() ? std::string() : " " + html_escape(item.first_name)) +
         ",</p>\n<p>" + owner + " has a subscription to " + product +
         " and would like you to read it too. It costs you nothing.</p>\n"
         "<p class=\"action\">"
         "<a class=\"button\" href=\"" +
         link + "\">See the invitation</a></p>\n<p class=\"small\">" + anchor +
         "</p>\n"
         "<p class=\"small\">On that page you can also decline, without logging in. Opening the "
         "link accepts nothing.</p>\n</article>\n";
  return out;
}

}  // namespace

std::string landing_link(const std::string& publisher, const std::string& share_code) {
  return publisher + "/invitation.html?code=" + url_encode(share_code);
}

std::string login_frame(const std::string& title, const std::string& content) {
  return document(title + " · ConnectID sandbox", "/login.css",
                  "<main>\n<p class=\"brand\">Connect<b>ID</b> <span>sandbox</span></p>\n<h1>" +
                      html_escape(title) + "</h1>\n" + content + "\n</main>");
}

std::string login_forms(const std::vector<User>& users, const std::string& go_on,
                        const std::string& problem, const std::string& cancel_url) {
  const auto hidden =
      "<input type=\"hidden\" name=\"continue\" value=\"" + html_escape(go_on) + "\">\n";
  std::string out;
  if (!problem.empty())
    out += "<p class=\"problem\" role=\"alert\">" + html_escape(problem) + "</p>\n";
  out += "<form method=\"post\" action=\"/session\" class=\"people\">\n" + hidden;
  for (const auto& user : users) {
    out += "<button name=\"user\" value=\"" + html_escape(user.login) + "\"><strong>" +
           html_escape(user.name) + "</strong> <span>" + html_escape(user.about) +
           "</span></button>\n";
  }
  out +=
      "</form>\n<p class=\"or\"><span>or</span></p>\n"
      "<form method=\"post\" action=\"/session\" class=\"typed\">\n" +
      hidden +
      "<label>User name or e-mail <input name=\"username\" autocomplete=\"username\" required>"
      "</label>\n<label>Password <input name=\"password\" type=\"password\" "
      "autocomplete=\"current-password\" required></label>\n"
      "<button class=\"main\">Log in</button>\n</form>\n"
      "<p class=\"small\">Everybody's password is <code>demo</code>.";
  if (!cancel_url.empty()) out += " <a href=\"" + html_escape(cancel_url) + "\">Cancel</a>";
  return out + "</p>";
}

std::string outbox(const std::vector<OutboxItem>& items, const std::string& publisher) {
  std::string body = "<header class=\"top\"><h1>Outbox</h1><p>" + std::to_string(items.size()) +
                     (items.size() == 1 ? " invitation" : " invitations") +
                     ", newest first, as the recipients would get them. Nothing was really sent."
                     "</p></header>\n<main>\n";
  if (items.empty()) body += "<p class=\"empty\">No invitation has been sent yet.</p>\n";
  for (const auto& item : items) body += message(item, publisher);
  return document("Outbox · Fjordposten", "/outbox.css", body + "</main>");
}

std::string plain(const std::string& title, const std::string& content) {
  return document(title + " · Fjordposten", "/outbox.css",
                  "<header class=\"top\"><h1>" + html_escape(title) + "</h1></header>\n<main>\n" +
                      content + "\n</main>");
}

const char* login_css() {
  return R"css(:root { color-scheme: light dark; --ink: #14213d; --paper: #fff; --ground: #eef1f6;
  --line: #c9d1de; --accent: #1f4fa3; --quiet: #55607a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf5; --paper: #1a2133; --ground: #10141f; --line: #39445e; --accent: #8fb4ff;
    --quiet: #a8b2c8; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); padding: 2rem; background: var(--paper); border-radius: 1rem;
  box-shadow: 0 1rem 3rem rgb(0 0 0 / 12%); }
.brand { margin: 0; color: var(--accent); font-size: 1.1rem; }
.brand span { color: var(--quiet); font-size: .85rem; }
h1 { margin: .25rem 0 1.25rem; font-size: 1.6rem; line-height: 1.2; }
.people { display: grid; gap: .5rem; }
.people button { padding: .6rem .9rem; text-align: start; border: 1px solid var(--line);
  border-radius: .6rem; background: none; color: inherit; font: inherit; cursor: pointer; }
.people button span { display: block; color: var(--quiet); font-size: .85rem; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.or { display: flex; align-items: center; gap: .75rem; color: var(--quiet); }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
label { display: block; margin-bottom: .75rem; }
input { display: block; width: 100%; padding: .6rem .75rem; border: 1px solid var(--line);
  border-radius: .5rem; background: var(--paper); color: inherit; font: inherit; }
.main { width: 100%; padding: .7rem; border: 0; border-radius: .6rem; background: var(--accent);
  color: var(--paper); font: inherit; font-weight: 600; cursor: pointer; }
.problem { padding: .6rem .9rem; border-inline-start: 4px solid #c0392b; background: #c0392b1a; }
.small { margin-bottom: 0; color: var(--quiet); font-size: .9rem; }
a { color: var(--accent); }
pre { white-space: pre-wrap; }
pre, code { overflow-wrap: anywhere; font-size: .85rem; }
)css";
}

const char* outbox_css() {
  return R"css(:root { color-scheme: light dark; --ink: #1c1a17; --paper: #fffdf9; --ground: #f2eee6;
  --line: #d9d2c4; --accent: #0b4f6c; --quiet: #655f54; --bubble: #d9ecf2; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece7dc; --paper: #24221e; --ground: #171613; --line: #433f37; --accent: #8ecae6;
    --quiet: #b3ab9c; --bubble: #17394a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
.top, main { width: min(44rem, 100%); margin: 0 auto; padding: 1rem; }
.top { padding-top: 2rem; }
.top h1 { margin: 0; font: 700 2rem/1.2 Georgia, serif; }
.top p { margin: .25rem 0 0; color: var(--quiet); }
article { margin-bottom: 1rem; padding: 1.25rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: .75rem; }
article header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline;
  padding-bottom: .6rem; border-bottom: 1px solid var(--line); font-size: .9rem; }
.kind { padding: 0 .5rem; border-radius: 1rem; background: var(--accent); color: var(--paper);
  font-size: .8rem; }
time { margin-inline-start: auto; color: var(--quiet); }
h2 { margin: .9rem 0 .5rem; font: 700 1.25rem/1.3 Georgia, serif; }
.button { display: inline-block; padding: .6rem 1.1rem; border-radius: .5rem;
  background: var(--accent); color: var(--paper); font-weight: 600; text-decoration: none; }
.bubble { max-width: 30rem; margin: 1rem 0 0; padding: .8rem 1rem; background: var(--bubble);
  border-radius: 1rem 1rem 1rem .25rem; }
.small { margin: .4rem 0 0; color: var(--quiet); font-size: .875rem; }
.empty { padding: 3rem 1rem; text-align: center; color: var(--quiet); }
a { color: var(--accent); }
a.button { color: var(--paper); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
)css";
}

}  // namespace sandbox::pages

// The two that the core is measured against.
//
// The naive one repeats within one round trip for as long as it is refused, so a million of them
// send ten million requests a second for a day. Those are counted, not played: who is refused joins
// a crowd; when the limit lets calls in again, the crowd's requests arrive spread over a round
// trip, in an order that the network mixes, and each costs as many 429s as round trips went by.
#include <deque>
#include <vector>

#include "clients.hpp"
#include "timeline.hpp"

namespace simulation {
namespace {

constexpr Milliseconds round_trip = 100;

enum class Happens : std::uint8_t { arrival, press, asked, answer, free };

struct Page {
  std::uint8_t invited = 0;
  std::uint8_t reads_left = 0;  // before the next press of a button
};

struct Held {
  std::uint32_t who;
  std::uint8_t slot;
  Milliseconds since;
};

class Campaign {
 public:
  Campaign(const People& people, ClientLimit::Kind limit, std::uint64_t seed, bool in_line)
      : people_(people),
        limit_(limit),
        random_(seed),
        tally_(people.count()),
        pages_(people.count()),
        in_line_(in_line) {}

  Figures run() {
    return play(people_, timeline_, tally_, now_,
                [&](const auto& event) { happen(event.what, event.who, event.slot); });
  }

 private:
  void happen(Happens what, std::uint32_t who, std::uint8_t slot) {
    switch (what) {
      case Happens::arrival:
        send(who, 0);
        if (people_.visitor(who).invites == 0) return;
        pages_[who].reads_left = 2;
        return send(who, 1);
      case Happens::press:
        return send(who, slot);
      case Happens::asked:
        return ask(who, slot);
      case Happens::answer:
        return answer(who);
      case Happens::free:
        free_is_due_ = false;
        if (in_line_) return serve_line();
        return serve_crowd();
    }
  }

  void send(std::uint32_t who, std::uint8_t slot) {
    timeline_.add(now_ + one_way(random_), Happens::asked, who, slot);
  }

  void serve(std::uint32_t who, std::uint8_t slot) {
    tally_.answered();
    timeline_.add(now_ + one_way(random_), Happens::answer, who, slot);
  }

  void expect_free(Milliseconds at) {
    if (free_is_due_) return;
    free_is_due_ = true;
    timeline_.add(at, Happens::free);
  }

  void ask(std::uint32_t who, std::uint8_t slot) {
    if (in_line_) {
      if (line_.empty() && limit_.next_free(now_) <= now_) {
        limit_.ask(now_);
        return serve(who, slot);
      }
      line_.push_back({who, slot, now_});
    } else {
      if (limit_.ask(now_).allowed) return serve(who, slot);
      tally_.refused();
      crowd_.push_back({who, slot, now_});
      tally_.refused_per_second(crowd_.size() * (ClientLimit::second / round_trip));
    }
    tally_.waits();
    expect_free(limit_.next_free(now_));
  }

  void serve_line() {
    while (!line_.empty() && limit_.next_free(now_) <= now_) {
      limit_.ask(now_);
      tally_.waits_no_more();
      serve(line_.front().who, line_.front().slot);
      line_.pop_front();
    }
    if (!line_.empty()) expect_free(limit_.next_free(now_));
  }

  void serve_crowd() {
    if (crowd_.empty()) return;
    const auto size = static_cast<std::int64_t>(crowd_.size());
    // What was refused since the last call that was let in.
    limit_.refuse((now_ - last_free_) * size / round_trip, now_);
    last_free_ = now_;
    if (limit_.next_free(now_) <= now_) {
      const std::size_t which = random_.below(crowd_.size());
      const Held held = crowd_[which];
      crowd_[which] = crowd_.back();
      crowd_.pop_back();
      tally_.refused_more(static_cast<std::uint64_t>((now_ - held.since) / round_trip));
      tally_.waits_no_more();
      limit_.ask(now_);
      serve(held.who, held.slot);
    }
    if (!crowd_.empty()) expect_free(std::max(limit_.next_free(now_), now_ + round_trip / size));
  }

  void answer(std::uint32_t who) {
    Page& page = pages_[who];
    const Visitor visitor = people_.visitor(who);
    if (page.reads_left > 0) {
      if (--page.reads_left > 0) return;
    } else if (visitor.invites > 0) {
      ++page.invited;
      if (!in_line_) {
        page.reads_left = 1;
        return send(who, 0);
      }
    }
    if (page.invited < visitor.invites)
      return timeline_.add(now_ + people_.thinks(who, page.invited), Happens::press, who);
    tally_.finished(now_ - visitor.arrives);
  }

  const People& people_;
  ClientLimit limit_;
  Random random_;
  Tally tally_;
  Timeline<Happens> timeline_;
  std::vector<Page> pages_;
  bool in_line_;
  std::deque<Held> line_;
  std::vector<Held> crowd_;
  bool free_is_due_ = false;
  Milliseconds last_free_ = 0;
  Milliseconds now_ = 0;
};

}  // namespace

Figures run_naive(const People& people, ClientLimit::Kind limit, std::uint64_t seed) {
  return Campaign(people, limit, seed, false).run();
}

Figures run_ideal(const People& people, ClientLimit::Kind limit, std::uint64_t seed) {
  return Campaign(people, limit, seed, true).run();
}

}  // namespace simulation

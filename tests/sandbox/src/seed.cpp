// The fixed seed data. README.md lists it as tables; change both together.
#include "schema.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

// 2026-01-01 00:00 UTC and 2035-01-01 00:00 UTC: fixed, so that two runs show the same picture.
constexpr std::int64_t kStart = 1767225600000;
constexpr std::int64_t kEnd = 2051222400000;

enum UserId : std::int64_t {
  kOla = 101,
  kKari,
  kLiv,
  kPer,
  kSofie,
  kBedrift,
  kNils,
  kGro,
  kHege,
  kIvar
};

struct SeedUser {
  std::int64_t id;
  const char* login;
  const char* name;
  const char* email;
  const char* phone;  // empty: none
  std::int64_t customer_number;
  const char* about;
};

constexpr SeedUser kUsers[] = {
    {kOla, "ola", "Ola Nordmann", "ola@example.com", "+4790000001", 5001, "owns the subscriptions"},
    {kKari, "kari", "Kari Nordmann", "kari@example.com", "+4790000002", 5002, "is invited"},
    {kLiv, "liv", "Liv Hansen", "liv@example.com", "+4791234567", 5003, "is invited by phone"},
    {kPer, "per", "Per Berg", "per@example.com", "+4790000004", 5004,
     "already has a share of Fjordposten Digital"},
    {kSofie, "sofie", "Sofie Lund", "sofie@example.com", "+4790000005", 5005,
     "owns a large subscription"},
    {kBedrift, "bedrift", "Bedrift AS", "post@bedrift.example", "+4790000006", 5006,
     "received a company subscription"},
    {kNils, "nils", "Nils Vik", "nils@example.com", "+4790000007", 5007,
     "has stopped the subscription"},
    {kGro, "gro", "Gro Galleri", "gro@example.com", "+4790000008", 5008,
     "owns one of everything, for the gallery"},
    {kHege, "hege", "Hege Handel AS", "post@handel.example", "+4790000009", 5009,
     "received a company subscription and has no networks yet"},
    {kIvar, "ivar", "Ivar Industri AS", "post@industri.example", "+4790000010", 5010,
     "received a company subscription for three networks"},
};

struct SeedProduct {
  const char* code;
  const char* name;
};

constexpr SeedProduct kProducts[] = {
    {"NAT", "Fjordposten Digital"}, {"FAM", "Fjordposten Familie"}, {"CON", "Fjordposten Pluss"},
    {"STP", "Fjordposten Helg"},    {"FUL", "Fjordposten Duo"},     {"OPN", "Fjordposten Åpen"},
    {"NON", "Fjordposten Papir"},   {"MIX", "Fjordposten Kultur"},  {"BIG", "Fjordposten Stor"},
    {"B2B", "Fjordposten Bedrift"}, {"VRD", "Fjordposten Verden"},
};

struct SeedSubscription {
  std::int64_t owner;
  const char* product;
  std::optional<std::int64_t> share_count;
  bool stopped = false;
  bool received_b2b = false;
};

constexpr SeedSubscription kSubscriptions[] = {
    {kOla, "NAT", 3},
    {kOla, "FAM", 5},
    {kOla, "CON", 4},
    {kOla, "STP", 3, true},
    {kOla, "FUL", 2},
    {kOla, "OPN", std::nullopt},
    {kOla, "NON", std::nullopt},
    {kOla, "MIX", 10},
    {kSofie, "NAT", 10},
    {kSofie, "BIG", 32767},
    {kNils, "NAT", 3, true},
    {kNils, "B2B", 5},
    {kBedrift, "B2B", 50, false, true},
    {kGro, "NAT", 3},
    {kGro, "FAM", 5},
    {kGro, "STP", 3, true},
    {kGro, "FUL", 2},
    {kGro, "OPN", std::nullopt},
    {kGro, "NON", std::nullopt},
    {kGro, "MIX", 10},
    {kGro, "VRD", 20},
    {kGro, "B2B", 5},
    {kHege, "B2B", 50, false, true},
    {kIvar, "B2B", 50, false, true},
};

constexpr char kPending[] = "SHARE_REQUEST_SENT";
constexpr char kAccepted[] = "REQUEST_ACCEPTED";
constexpr char kDeclined[] = "REQUEST_DECLINED";
constexpr char kEnded[] = "SHARING_ENDED";

struct SeedShare {
  const char* code;
  std::int64_t owner;
  const char* product;
  const char* contact;
  const char* type;
  const char* first_name;  // empty: none
  const char* last_name;
  const char* status;
  std::int64_t recipient = 0;  // 0: nobody accepted it
};

constexpr SeedShare kShares[] = {
    // One invitation of each fate, for landing pages.
    {"OPEN-NAT-01", kSofie, "NAT", "kari@example.com", "A", "Kari", "Nordmann", kPending},
    {"OPEN-NAT-02", kSofie, "NAT", "+4791234567", "B", "Liv", "Hansen", kPending},
    {"OPEN-NAT-03", kSofie, "NAT", "apen@example.com", "A", "", "", kPending},
    {"USED-NAT-01", kSofie, "NAT", "per@example.com", "A", "Per", "Berg", kAccepted, kPer},
    {"DECL-NAT-01", kSofie, "NAT", "nei@example.com", "A", "Nina", "Nei", kDeclined},
    {"ENDED-NAT-1", kSofie, "NAT", "slutt@example.com", "A", "Sara", "Slutt", kEnded, kLiv},
    {"STOP-NAT-01", kNils, "NAT", "kari@example.com", "A", "Kari", "Nordmann", kPending},
    // CON asks the recipient for consents.
    {"CONKARI01", kOla, "CON", "kari@example.com", "A", "Kari", "Nordmann", kPending},
    // FUL: both seats are used.
    {"FULPER01", kOla, "FUL", "per@example.com", "A", "Per", "Berg", kAccepted, kPer},
    {"FULLIV01", kOla, "FUL", "+4791234567", "B", "Liv", "Hansen", kPending},
    // MIX: one row in each state an owner's list may show.
    {"MIXSENT01", kOla, "MIX", "sendt@example.com", "A", "Sander", "Sendt", kPending},
    {"MIXPHONE01", kOla, "MIX", "+4798765432", "B", "", "", kPending},
    {"MIXACC01", kOla, "MIX", "kari@example.com", "A", "Kari", "Nordmann", kAccepted, kKari},
    {"MIXDECL01", kOla, "MIX", "avslo@example.com", "A", "Ådne", "Østbø", kDeclined},
    {"MIXEND01", kOla, "MIX", "ferdig@example.com", "A", "Frida", "Ferdig", kEnded, kLiv},
    {"MIXUNKN01", kOla, "MIX", "ukjent@example.com", "A", "Una", "Ukjent", "AWAITING_PAYMENT"},
    {"MIXLONG01", kOla, "MIX",
     "langt.navn.som.ikke.vil.ta.slutt.noen.gang.likevel@"
     "et-svaert-langt-domenenavn-for-en-svaert-liten-avis.example.com",
     "A", "Anne-Margrethe Ødegårdstuen-Ås", "Østensjø-Vågsbygd-Sæterdalen-Å", kPending},
    // The gallery's own, so that nothing done on the other demo pages changes what it shows.
    {"GROMIX01", kGro, "MIX", "kari@example.com", "A", "Kari", "Nordmann", kAccepted, kKari},
    {"GROMIX02", kGro, "MIX", "+4791234567", "B", "Liv", "Hansen", kAccepted, kLiv},
    {"GROMIX03", kGro, "MIX", "sander@example.com", "A", "Sander", "Strand", kPending},
    {"GROMIX04", kGro, "MIX", "+4798765432", "B", "", "", kPending},
    {"GROMIX05", kGro, "MIX", "una@example.com", "A", "Una", "Ukjent", "AWAITING_PAYMENT"},
    {"GROMIX06", kGro, "MIX", "aadne@example.com", "A", "Ådne", "Østbø", kDeclined},
    {"GROMIX07", kGro, "MIX", "frida@example.com", "A", "Frida", "Ferdig", kEnded, kLiv},
    {"GROFUL01", kGro, "FUL", "per@example.com", "A", "Per", "Berg", kAccepted, kPer},
    {"GROFUL02", kGro, "FUL", "+4791234567", "B", "Liv", "Hansen", kPending},
    {"GROOPN01", kGro, "OPN", "kari@example.com", "A", "Kari", "Nordmann", kAccepted, kKari},
    // VRD: long names, and scripts that run from right to left.
    {"GROVRD01", kGro, "VRD",
     "langt.navn.som.ikke.vil.ta.slutt.noen.gang.likevel@"
     "et-svaert-langt-domenenavn-for-en-svaert-liten-avis.example.com",
     "A", "Anne-Margrethe Ødegårdstuen-Ås", "Østensjø-Vågsbygd-Sæterdalen-Å", kAccepted, kKari},
    {"GROVRD02", kGro, "VRD", "ahmed@example.com", "A", "أحمد", "الطيب", kAccepted, kLiv},
    {"GROVRD03", kGro, "VRD", "+97225551234", "B", "שרה", "לוי", kPending},
    {"GROVRD04", kGro, "VRD", "layla@example.com", "A", "ليلى (Layla)", "بن يوسف", kPending},
    {"GROVRD05", kGro, "VRD", "khai@example.com", "A", "Nguyễn Thị", "Minh Khai", kDeclined},
};

void insert_share(Database& database, const SeedShare& share) {
  const auto optional_text = [](const char* text) {
    return *text == '\0' ? std::nullopt : std::optional<std::string>(text);
  };
  const bool was_accepted = share.recipient != 0;
  const auto optional_number = [&](std::int64_t value) {
    return was_accepted ? std::optional(value) : std::nullopt;
  };
  const bool ended = std::string_view(share.status) == kEnded;
  Query(database,
        "INSERT INTO shares(code,owner_id,product_code,contact,contact_key,contact_type,first_name,"
        "last_name,status,user_id,customer_number,start_time,end_time) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
        share.code, share.owner, share.product, share.contact, ascii_lower(share.contact),
        share.type, optional_text(share.first_name), optional_text(share.last_name), share.status,
        optional_number(share.recipient), optional_number(share.recipient - 101 + 5001),
        optional_number(kStart), optional_number(ended ? kStart + 90LL * 86400000 : kEnd))
      .run();
  if (std::string_view(share.status) == kPending) {
    Query(database,
          "INSERT INTO outbox(recipient,contact_type,first_name,product_code,owner_id,share_code,"
          "sent_at) VALUES(?,?,?,?,?,?,?)",
          share.contact, share.type, optional_text(share.first_name), share.product, share.owner,
          share.code, kStart)
        .run();
  }
}

}  // namespace

void insert_seed(Database& database) {
  database.execute(
      "INSERT INTO clients VALUES('fjordposten','fjordposten-sandbox-secret'),"
      "('another-client','another-sandbox-secret')");
  for (const auto& user : kUsers) {
    Query(database, "INSERT INTO users VALUES(?,?,?,?,?,?,'demo',?)", user.id, user.login,
          user.name, user.email, user.phone, user.customer_number, user.about)
        .run();
  }
  for (const auto& product : kProducts) {
    Query(database, "INSERT INTO products VALUES(?,?)", product.code, product.name).run();
  }
  database.execute(
      "INSERT INTO rules VALUES"
      "('NAT','A',NULL,NULL,NULL,NULL,NULL,NULL),"
      "('FAM','A',NULL,NULL,NULL,1,NULL,NULL),"
      "('CON','A',NULL,NULL,1,NULL,'FJORD',7),"
      "('STP','A',NULL,NULL,NULL,NULL,NULL,NULL),"
      "('FUL','A',NULL,NULL,0,0,NULL,NULL),"
      "('OPN','A',NULL,NULL,NULL,NULL,NULL,NULL),"
      "('MIX','A',NULL,NULL,NULL,NULL,NULL,NULL),"
      "('BIG','A',NULL,NULL,NULL,NULL,NULL,NULL),"
      "('VRD','A',NULL,NULL,NULL,NULL,NULL,NULL),"
      "('B2B','D','FJORDB2B',20260101,0,NULL,NULL,NULL)");
  for (const auto& subscription : kSubscriptions) {
    Query(database, "INSERT INTO subscriptions VALUES(?,?,?,?,?,?)", subscription.owner,
          subscription.product, subscription.share_count, subscription.stopped,
          subscription.received_b2b, kEnd)
        .run();
  }
  for (const auto& share : kShares) insert_share(database, share);
  database.execute("INSERT INTO levels VALUES('B2B','N','A'),('B2B','D','B'),('B2B','W','C')");
  Query(database, "INSERT INTO nets VALUES(?,?)", std::int64_t{kBedrift},
        R"([{"loginRequired":false,"startTime":1767222000000,"endTime":2051218800000,)"
        R"("ipRanges":[{"ipRangeStart":"192.168.0.1","ipRangeEnd":"192.168.0.2"}],)"
        R"("domains":[{"domain":"example.com"}]}])")
      .run();
  Query(
      database, "INSERT INTO nets VALUES(?,?)", std::int64_t{kIvar},
      R"([{"loginRequired":false,"startTime":1767222000000,"endTime":2051218800000,)"
      R"("ipRanges":[{"ipRangeStart":"198.51.100.0","ipRangeEnd":"198.51.100.255"},)"
      R"({"ipRangeStart":"2001:db8::","ipRangeEnd":"2001:db8::ffff"}],)"
      R"("domains":[{"domain":"industri.example"}]},)"
      R"({"loginRequired":true,"ipRanges":[{"ipRangeStart":"203.0.113.7","ipRangeEnd":"203.0.113.7"}]},)"
      R"({"loginRequired":false,"domains":[{"domain":"verksted.industri.example"},)"
      R"({"domain":"xn--blbrsyltety-y8ao3x.example"}]}])")
      .run();
}

}  // namespace sandbox

// Telephone numbers as libphonenumber has them: every example of every type of every listed
// country. tools/phones/generate.mjs writes both the numbers and how that library reads them.
#include <fstream>
#include <nlohmann/json.hpp>

#include "subshare/contact.hpp"
#include "testing.hpp"

namespace subshare::test {
namespace {

TEST(Phones, ReadAsLibphonenumberReadsThem) {
  const auto examples = nlohmann::json::parse(std::ifstream(SUBSHARE_PHONES));
  std::size_t forms = 0, refused = 0;
  for (const auto& example : examples) {
    const ContactOptions options{.calling_code = example["code"].get<std::uint16_t>()};
    for (const std::string form : example["forms"]) {
      const auto contact = parse_contact(ExactText(form), options);
      EXPECT_EQ(contact ? contact->value : error_name(contact.error().code),
                example["e164"].get<std::string>())
          << example["region"] << ' ' << example["type"] << ' ' << form;
      ++forms;
    }
    // A digit more or less, where that library says that no number is so long.
    for (const std::string number : example["impossible"]) {
      EXPECT_FALSE(parse_contact(ExactText(number))) << example["region"] << ' ' << number;
      ++refused;
    }
  }
  EXPECT_GT(forms, 1'500u);
  EXPECT_GT(refused, 300u);
}

}  // namespace
}  // namespace subshare::test

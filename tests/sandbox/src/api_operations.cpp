// What each of the eleven endpoints does with a call that may pass.
#include "api.hpp"
#include "api_fields.hpp"
#include "validate.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

Answer bad_request(const std::string& message) { return error_answer(400, message); }

Answer status_answer(const std::string& status) { return {200, json{{"status", status}}.dump()}; }

Answer success_answer(bool success) { return {200, json{{"success", success}}.dump()}; }

// Endpoint 3 answers digits [D by example, I for the rest]; words have no digit past 7.
std::string numeric_form(const std::string& status) {
  static constexpr const char* kWords[] = {
      "SHARE_OK",         "NO_SUBSCRIPTION", "SUBSCRIPTION_STOPPED", "REQUEST_ACCEPTED",
      "REQUEST_DECLINED", "SHARING_ENDED",   "SHARE_CODE_NOT_FOUND"};
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    if (status == kWords[i]) return std::to_string(i + 1);
  }
  return status;
}

Answer send_invitation(House& house, const Call& call) {
  Fields fields(call.request);
  Invitation invitation;
  invitation.contact = fields.required("contact");
  invitation.contact_type = fields.required("contactType");
  invitation.product_code = fields.required("productCode", kProductCodeLimit);
  invitation.first_name = fields.optional("firstName", kNameLimit).value_or("");
  invitation.last_name = fields.optional("lastName", kNameLimit).value_or("");
  if (!fields.problem().empty()) return bad_request(fields.problem());
  if (invitation.contact_type != "A" && invitation.contact_type != "B") {
    return bad_request("contactType must be A (e-mail address) or B (phone number)");
  }
  if (invitation.contact_type == "A" && !is_email_shape(invitation.contact)) {
    return bad_request("contact is not an e-mail address");
  }
  if (invitation.contact_type == "B" && !is_e164(invitation.contact)) {
    return bad_request("contact is not a telephone number in E.164");
  }
  invitation.even_twice = house.habits.is("doubles", "accepted");
  const auto outcome = house.store.invite(call.user_id, invitation);
  return outcome.bad_request.empty() ? status_answer(outcome.status)
                                     : bad_request(outcome.bad_request);
}

// Endpoints 2, 3 and 8: a share code and the one change type the endpoint knows.
template <typename Change>
Answer change_share(const Call& call, const char* change_type, Change change) {
  Fields fields(call.request);
  const auto code = fields.required("shareCode", kShareCodeLimit);
  const auto type = fields.required("changeType");
  if (!fields.problem().empty()) return bad_request(fields.problem());
  return status_answer(type == change_type ? change(code) : "SHARE_CHANGE_TYPE_NOT_SUPPORTED");
}

Answer change_invitation_details(House& house, const Call& call) {
  Fields fields(call.request);
  const auto code = fields.required("shareCode", kShareCodeLimit);
  const auto first_name = fields.optional("firstName", kNameLimit);
  const auto last_name = fields.optional("lastName", kNameLimit);
  if (!fields.problem().empty()) return bad_request(fields.problem());
  if (!first_name && !last_name) return bad_request("firstName or lastName is missing");
  return success_answer(house.store.rename(call.user_id, code, first_name, last_name));
}

Answer change_nets(House& house, const Call& call) {
  const Fields fields(call.request);
  if (!fields.problem().empty()) return bad_request(fields.problem());
  const auto nets = read_nets(fields.body());
  if (!nets.problem.empty()) return bad_request(nets.problem);
  if (!house.store.has_received_b2b(call.user_id, std::nullopt)) return success_answer(false);
  return success_answer(house.store.replace_nets(call.user_id, nets.list_json));
}

Answer change_distribution_level(House& house, const Call& call) {
  Fields fields(call.request);
  const auto product = fields.required("productCode", kProductCodeLimit);
  const auto level = fields.required("distributionLevel");
  if (!fields.problem().empty()) return bad_request(fields.problem());
  if (!house.store.has_received_b2b(call.user_id, product)) return success_answer(false);
  if (!house.store.level_exists(product, level)) {
    return bad_request("distributionLevel is none of the product's levels");
  }
  house.store.choose_level(call.user_id, product, level);
  return success_answer(true);
}

}  // namespace

Answer perform(House& house, const Call& call) {
  auto& store = house.store;
  if (!call.product_code.empty()) {
    const auto problem = check_product_code(call.product_code);
    if (!problem.empty()) return bad_request(problem);
  }
  switch (call.endpoint.operation) {
    case Operation::send_invitation:
      return send_invitation(house, call);
    case Operation::accept_invitation:
      return change_share(call, "ACCEPT", [&](const std::string& code) {
        return store.accept(call.user_id, code);
      });
    case Operation::decline_invitation:
      return change_share(call, "DECLINE", [&](const std::string& code) {
        return numeric_form(store.decline(code));
      });
    case Operation::list_share_rules:
      return {200, store.share_rules_json(call.user_id, call.product_code)};
    case Operation::list_distribution_levels:
      return {200, store.distribution_levels_json(call.user_id, call.product_code)};
    case Operation::change_invitation_details:
      return change_invitation_details(house, call);
    case Operation::list_shared_subscribers:
      return {200, store.shared_subscribers_json(call.user_id)};
    case Operation::cancel_sharing:
      return change_share(call, "CANCEL", [&](const std::string& code) {
        return store.cancel(call.user_id, code);
      });
    case Operation::list_nets:
      return {200, store.nets_json(call.user_id)};
    case Operation::change_nets:
      return change_nets(house, call);
    case Operation::change_distribution_level:
      return change_distribution_level(house, call);
    case Operation::list_subscriptions:
      return {200, store.subscriptions_json(call.user_id)};
  }
  return error_answer(500, "the endpoint is not built");
}

}  // namespace sandbox

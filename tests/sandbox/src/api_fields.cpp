#include "api_fields.hpp"

#include "text.hpp"

namespace sandbox {

Fields::Fields(const httplib::Request& request) {
  const auto type = ascii_lower(request.get_header_value("Content-Type"));
  if (type.substr(0, type.find(';')) != "application/json") {
    refuse("Content-Type must be application/json");
    return;
  }
  // The parser refuses invalid UTF-8 and lone surrogates as well.
  body_ = nlohmann::json::parse(request.body, nullptr, false);
  if (body_.is_discarded()) {
    refuse("the body is not valid JSON in UTF-8");
  } else if (!body_.is_object()) {
    refuse("the body must be a JSON object");
  }
}

std::string Fields::required(const char* name, std::size_t limit) {
  if (!problem_.empty()) return {};
  const auto value = optional(name, limit);
  if (!value) refuse(std::string(name) + " is missing");
  return value.value_or("");
}

std::optional<std::string> Fields::optional(const char* name, std::size_t limit) {
  if (!problem_.empty()) return std::nullopt;
  const auto found = body_.find(name);
  if (found == body_.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) {
    refuse(std::string(name) + " must be a text");
    return std::nullopt;
  }
  const auto& text = found->get_ref<const std::string&>();
  if (text.empty()) return std::nullopt;
  if (count_code_points(text).value_or(kNoLimit) > limit) {
    refuse(std::string(name) + " is longer than " + std::to_string(limit) + " characters");
    return std::nullopt;
  }
  return text;
}

std::string check_product_code(const std::string& code) {
  const auto length = count_code_points(code);
  if (!length) return "productCode is not valid UTF-8";
  if (*length > kProductCodeLimit) {
    return "productCode is longer than " + std::to_string(kProductCodeLimit) + " characters";
  }
  return {};
}

}  // namespace sandbox

// Reading the fields of a request body: present, of the right type, within its documented limit.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "http_server.hpp"

namespace sandbox {

inline constexpr std::size_t kProductCodeLimit = 12;  // [D], all in Unicode code points
inline constexpr std::size_t kNameLimit = 30;
inline constexpr std::size_t kShareCodeLimit = 255;
inline constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);

/// The JSON object a request carries. The first thing found wrong is kept in `problem`, and what is
/// read after that has no meaning.
class Fields {
 public:
  explicit Fields(const httplib::Request& request);

  const std::string& problem() const { return problem_; }
  const nlohmann::json& body() const { return body_; }

  /// A text that has to be there and may not be empty.
  std::string required(const char* name, std::size_t limit = kNoLimit);

  /// A text that may be absent, null or empty, which all mean: not given.
  std::optional<std::string> optional(const char* name, std::size_t limit);

 private:
  void refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

  nlohmann::json body_;
  std::string problem_;
};

/// What is wrong with a product code from a path, or empty.
std::string check_product_code(const std::string& code);

}  // namespace sandbox

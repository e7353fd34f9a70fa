#pragma once
#include "core/json.h"

namespace mmim {

/// The description of the interface in OpenAPI 3.1, as GET /openapi.json gives it.
Json openapi();
/// What it refers to: parameters, answers of errors and shapes of JSON.
Json openapi_components();

}  // namespace mmim

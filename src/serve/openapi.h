#pragma once
#include "core/json.h"

namespace mmim {

/// The description of the interface in OpenAPI 3.1, as GET /openapi.json gives it.
Json openapi();

}  // namespace mmim

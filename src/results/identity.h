#pragma once
#include <string>

#include "core/json.h"

namespace mmim {

/// SHA-256 of the options of a run that determine its numbers (RunConfig::numbers()).
std::string configuration_sha256(const Json& numbers);

/// What a finished cell must agree with to be the one that is wanted.
struct CellIdentity {
  std::string configuration, data, encoder, program;  ///< SHA-256 each
  bool operator==(const CellIdentity&) const = default;
  /// "the configuration", "the program" ...: what differs, or "".
  std::string difference(const CellIdentity& other) const;
};

}  // namespace mmim

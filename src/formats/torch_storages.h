#pragma once
#include <optional>
#include <string>

#include "formats/value.h"

namespace mmim {

/// What a pickle of torch.save says of a storage: ("storage", its type, key, device, number of elements[, view]).
struct TorchStorage {
  std::optional<Type> type;  ///< nothing for one that is not known here
  std::string type_name;     ///< "torch.FloatStorage"
  std::string key;
  int64_t count = 0;
};

/// DataError "`where`: refers to something that is no storage".
TorchStorage torch_storage(const Value& id, const std::string& where);

/// Placeholder for a storage whose numbers are not read.
Value unread_storage(const TorchStorage& storage);

}  // namespace mmim

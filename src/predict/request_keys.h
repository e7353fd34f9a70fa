#pragma once
#include <string>
#include <vector>

#include "core/json.h"
#include "core/names.h"
#include "predict/request.h"

namespace mmim {

/// The values of a request by stream, whatever their keys are called; null: absent.
struct RequestFields {
  PerModality<const Json*> streams{};  ///< null pointers: absent
  PerModality<std::string> keys{};     ///< as they stand in the request
  const Json* context = nullptr;       ///< what was said before; null pointer: absent
  std::vector<Request::Remark> remarks{};
};

/// Finds the streams among the keys of a JSON object and remarks on keys that are renamed or not used. DataError when
/// two keys are of one stream.
RequestFields fields_of(const Json& request, const std::string& where);

}  // namespace mmim

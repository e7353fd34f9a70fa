#pragma once
#include <string>

#include "core/json.h"

namespace mmim {

/// Checks what is read by key later. `pattern` is an example: an object has its keys, and may have more; the key "*"
/// stands for every key. A list of one item is of any length, of several of just that many. 0 stands for a number or
/// null, "" for text, null for anything. DataError "`where`: `a.b` is missing" or what it is not.
void check_shape(const Json& json, const Json& pattern, const std::string& where);

}  // namespace mmim

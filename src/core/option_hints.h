#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

/// " (did you mean `x`?)" for an option or a flag that is none of `known`: first by what other programs call it (`lr`,
/// `gpu`, `num_epochs`), in the same section where that has one, then by the nearest spelling; "" for neither.
std::string option_hint(std::string_view word, const std::vector<std::string>& known);

}  // namespace mmim

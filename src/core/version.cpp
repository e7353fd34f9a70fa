#include "core/version.h"

namespace mmim {

std::string program_version() { return MMIM_VERSION; }

}  // namespace mmim

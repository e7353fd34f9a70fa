#include "core/temporary_folder.h"

#include <cstdlib>

#include "core/error.h"

namespace mmim {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "mmim_XXXXXX").string();
  if (!::mkdtemp(name.data())) throw Error(name + ": a temporary folder cannot be made (" + system_reason() + ")");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace mmim

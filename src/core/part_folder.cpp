#include "core/part_folder.h"

#include "core/files.h"

namespace mmim {
namespace fs = std::filesystem;

PartFolder::PartFolder(const fs::path& target) : target_(target), part_(target.string() + kPartOfFolder) {
  std::error_code code;
  fs::remove_all(part_, code);
  make_folder(part_);
}

PartFolder::~PartFolder() {
  std::error_code code;
  fs::remove_all(part_, code);
}

void PartFolder::commit() { replace_folder(part_, target_); }

void PartFolder::recover(const fs::path& target) {
  const fs::path old = target.string() + kOldFolder;
  if (!fs::exists(target) && fs::exists(old)) fs::rename(old, target);
}

}  // namespace mmim

#pragma once
#include <filesystem>

namespace mmim {

/// A folder that appears whole under its name: filled beside it, then renamed. Without commit() nothing remains.
class PartFolder {
 public:
  explicit PartFolder(const std::filesystem::path& target);
  PartFolder(const PartFolder&) = delete;
  PartFolder& operator=(const PartFolder&) = delete;
  ~PartFolder();
  const std::filesystem::path& path() const { return part_; }
  void commit();

  /// Puts back the folder that a process killed between the two renames of commit() left under another name.
  static void recover(const std::filesystem::path& target);

 private:
  std::filesystem::path target_, part_;
};

}  // namespace mmim

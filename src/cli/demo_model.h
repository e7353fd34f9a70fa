#pragma once
#include <filesystem>

namespace mmim {

/// A small MMIM for `mmim serve --demo`, trained within seconds on synthetic data, in a private temporary folder that
/// goes with this object. Its scores say nothing about people, and its mark says so.
class DemoModel {
 public:
  DemoModel();
  DemoModel(const DemoModel&) = delete;
  DemoModel& operator=(const DemoModel&) = delete;
  ~DemoModel();
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace mmim

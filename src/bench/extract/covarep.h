#pragma once
#include <filesystem>
#include <string>

namespace mmim {

/// COVAREP, which nothing installs, under GNU Octave.
class Covarep {
 public:
  /// `folder`: COVAREP's sources, changed so that Octave runs them (docs/performance.md); empty: none.
  explicit Covarep(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// "" or, in a sentence, what is missing.
  std::string lacking() const;
  /// CPU seconds of its feature extraction over the WAV files of a folder, without those of Octave's start. Error with
  /// Octave's complaint when a file gets no features.
  double cpu_seconds_for(const std::filesystem::path& sounds) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace mmim

#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace mmim {

/// English speech with the text that is said.
struct Speech {
  std::string text;
  std::vector<float> samples;  ///< 16,000 a second
};

/// Clips that the benchmark makes by ffmpeg, below a folder of its own. ffmpeg's filter `flite` speaks: sentences one
/// after the other with pauses between them and faint noise behind them.
class ClipMaker {
 public:
  /// `face`: a picture, or a clip, that shows a face; empty: clips have sound alone. Error when ffmpeg is not
  /// installed or cannot speak.
  ClipMaker(std::filesystem::path folder, std::filesystem::path face);
  /// As many whole sentences as fit into `seconds`, then noise. UsageError where none fits.
  Speech speech(double seconds) const;
  /// Speech in WAV of 16 kHz and 16 bits.
  std::filesystem::path sound(const std::string& name, const Speech& speech) const;
  /// The speech with a face that moves, 640x480 and 30 pictures a second, no picture like the one before; with
  /// `silent` the pictures alone. Without a face: as sound().
  std::filesystem::path clip(const std::string& name, const Speech& speech, bool silent = false) const;
  bool has_face() const { return !face_.empty(); }

 private:
  std::filesystem::path folder_, face_, pictures_;
  std::vector<Speech> sentences_;
};

}  // namespace mmim

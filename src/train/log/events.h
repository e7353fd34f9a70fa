#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/append_file.h"

namespace mmim {

/// CRC-32C (Castagnoli), as TFRecord files use it; crc32c("123456789") = 0xE3069283.
uint32_t crc32c(std::string_view bytes);

/// One TFRecord: length (8 bytes), masked CRC of the length, the bytes, their masked CRC; little endian.
std::string tf_record(std::string_view bytes);

/// TensorFlow's Event message with a Summary of scalars, or the file_version that opens every event file.
std::string scalar_event(double wall_time, int64_t step, std::span<const std::pair<std::string, double>> scalars);
std::string version_event(double wall_time);

/// The same with one text for TensorBoard's text page.
std::string text_event(double wall_time, int64_t step, std::string_view name, std::string_view text);

/// "events.out.tfevents.<seconds since 1970>.<host>".
std::string event_file_name();

/// A TensorBoard event file: scalars over steps, and texts.
class EventFile {
 public:
  /// Goes on after the first `keep` bytes of `path`; from 0, the file begins with its version.
  EventFile(const std::filesystem::path& path, int64_t keep);
  void add(int64_t step, std::span<const std::pair<std::string, double>> scalars);
  void add_text(std::string_view name, std::string_view text);  ///< at step 0
  AppendFile& file() { return file_; }

 private:
  AppendFile file_;
};

}  // namespace mmim

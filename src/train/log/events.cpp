#include "train/log/events.h"

#include <unistd.h>

#include <array>
#include <bit>
#include <chrono>

namespace mmim {

namespace {

constexpr std::array<uint32_t, 256> crc_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? (value >> 1) ^ 0x82F63B78u : value >> 1;
    table[i] = value;
  }
  return table;
}

template <class T>
std::string little_endian(T value) {
  std::string bytes;
  for (size_t i = 0; i < sizeof value; ++i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  return bytes;
}

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
  return bytes;
}

// Protocol buffers: each field is its number and wire type, then the value.
enum Wire : unsigned { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
std::string tag(unsigned field, Wire wire) { return varint(field << 3 | wire); }
std::string bytes_field(unsigned field, std::string_view bytes) {
  return tag(field, kBytes) + varint(bytes.size()) + std::string(bytes);
}
std::string wall_time_field(double seconds) {
  return tag(1, kFixed64) + little_endian(std::bit_cast<uint64_t>(seconds));
}

double now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace

uint32_t crc32c(std::string_view bytes) {
  static constexpr std::array<uint32_t, 256> kTable = crc_table();
  uint32_t crc = ~0u;
  for (const char c : bytes) crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF] ^ (crc >> 8);
  return ~crc;
}

std::string tf_record(std::string_view bytes) {
  const auto masked = [](std::string_view of) { return std::rotr(crc32c(of), 15) + 0xA282EAD8u; };
  const std::string length = little_endian(static_cast<uint64_t>(bytes.size()));
  return length + little_endian(masked(length)) + std::string(bytes) + little_endian(masked(bytes));
}

std::string scalar_event(double wall_time, int64_t step, std::span<const std::pair<std::string, double>> scalars) {
  std::string summary;
  for (const auto& [name, value] : scalars) {
    const auto bits = std::bit_cast<uint32_t>(static_cast<float>(value));
    summary += bytes_field(1, bytes_field(1, name) + tag(2, kFixed32) + little_endian(bits));
  }
  return wall_time_field(wall_time) + tag(2, kVarint) + varint(static_cast<uint64_t>(step)) + bytes_field(5, summary);
}

std::string text_event(double wall_time, int64_t step, std::string_view name, std::string_view text) {
  // Value: tag 1, tensor 8, metadata 9; TensorProto: dtype 1 (string: 7), shape 2, string_val 8.
  const std::string tensor = tag(1, kVarint) + varint(7) + bytes_field(2, "") + bytes_field(8, text);
  const std::string metadata = bytes_field(1, bytes_field(1, "text"));
  const std::string value = bytes_field(1, name) + bytes_field(8, tensor) + bytes_field(9, metadata);
  return wall_time_field(wall_time) + tag(2, kVarint) + varint(static_cast<uint64_t>(step)) +
         bytes_field(5, bytes_field(1, value));
}

std::string version_event(double wall_time) { return wall_time_field(wall_time) + bytes_field(3, "brain.Event:2"); }

std::string event_file_name() {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0 || !host[0]) host[0] = 'x';
  return "events.out.tfevents." + std::to_string(static_cast<int64_t>(now())) + "." + host;
}

EventFile::EventFile(const std::filesystem::path& path, int64_t keep) : file_(path, keep) {
  if (keep == 0) file_.append(tf_record(version_event(now())));
}

void EventFile::add_text(std::string_view name, std::string_view text) {
  file_.append(tf_record(text_event(now(), 0, name, text)));
}

void EventFile::add(int64_t step, std::span<const std::pair<std::string, double>> scalars) {
  file_.append(tf_record(scalar_event(now(), step, scalars)));
}

}  // namespace mmim

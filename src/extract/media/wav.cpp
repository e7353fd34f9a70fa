#include "extract/media/wav.h"

#include <cstring>
#include <string_view>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"

namespace mmim {

namespace {

constexpr uint16_t kPcm = 1, kFloat = 3, kExtensible = 0xFFFE;
constexpr uint64_t kUnknownLength = 0x7FFFF000;  ///< streams write such lengths and larger ones
constexpr size_t kMostChannels = 64;

/// What a file is made of: little-endian numbers, and chunks with a name and a length.
class WavBytes {
 public:
  WavBytes(std::span<const std::byte> bytes, std::string where) : bytes_(bytes), where_(std::move(where)) {}

  size_t size() const { return bytes_.size(); }
  const std::byte* at(size_t byte) const { return bytes_.data() + byte; }

  [[noreturn]] void fail(size_t byte, const std::string& what) const {
    throw DataError(sentence("{}: byte {}: {}", where_, byte, what));
  }

  template <class T>
  T number(size_t byte) const {
    T value;
    if (byte + sizeof value > size()) fail(size(), "the file is cut short");
    std::memcpy(&value, at(byte), sizeof value);
    return value;
  }

  std::string_view name(size_t byte) const {
    if (byte + 4 > size()) fail(size(), "the file is cut short");
    return {reinterpret_cast<const char*>(at(byte)), 4};
  }

 private:
  std::span<const std::byte> bytes_;
  std::string where_;
};

struct WavForm {
  size_t byte = 0;  ///< of the chunk `fmt `, which is there when not 0
  uint16_t code = 0, channels = 0, block = 0, bits = 0;
  uint32_t rate = 0;
};

WavForm read_form(const WavBytes& bytes, size_t byte, uint64_t length) {
  if (length < 16) bytes.fail(byte, "the chunk `fmt ` is too short");
  WavForm form{byte,
               bytes.number<uint16_t>(byte),
               bytes.number<uint16_t>(byte + 2),
               bytes.number<uint16_t>(byte + 12),
               bytes.number<uint16_t>(byte + 14),
               bytes.number<uint32_t>(byte + 4)};
  if (form.code == kExtensible && length >= 26) form.code = bytes.number<uint16_t>(byte + 24);
  return form;
}

void check_form(const WavBytes& bytes, const WavForm& form) {
  const bool pcm = form.code == kPcm && (form.bits == 8 || form.bits == 16 || form.bits == 24 || form.bits == 32);
  const bool floating = form.code == kFloat && (form.bits == 32 || form.bits == 64);
  if (!pcm && !floating)
    bytes.fail(form.byte,
               sentence("sound of format {} with {} bits is neither PCM nor floating point", form.code, form.bits));
  if (form.channels == 0 || form.channels > kMostChannels)
    bytes.fail(form.byte, sentence("{} channels, 1 to {} were expected", form.channels, kMostChannels));
  if (form.block != form.channels * (form.bits / 8))
    bytes.fail(form.byte, "the size of a sample does not fit its bits");
  if (form.rate == 0) bytes.fail(form.byte, "the rate is 0 samples a second");
}

struct WavData {
  bool found = false;
  size_t byte = 0, length = 0;
};

/// The first chunks `fmt ` and `data`.
std::pair<WavForm, WavData> find_chunks(const WavBytes& bytes) {
  WavForm form;
  WavData data;
  uint64_t long_length = 0;  // of the data, in a file beyond 4 GiB
  for (size_t byte = 12; byte + 8 <= bytes.size() && !(data.found && form.byte);) {
    const std::string_view name = bytes.name(byte);
    uint64_t length = bytes.number<uint32_t>(byte + 4);
    const size_t begin = byte + 8;
    const uint64_t rest = bytes.size() - begin;
    if (name == "data" && length == 0xFFFFFFFF && long_length > 0) length = long_length;
    if (length > rest && name == "data" && length >= kUnknownLength && long_length == 0) length = rest;
    if (length > rest) bytes.fail(byte, sentence("the chunk ends {} bytes behind the file", length - rest));
    if (name == "ds64" && length >= 16) long_length = bytes.number<uint64_t>(begin + 8);
    if (name == "fmt " && !form.byte) form = read_form(bytes, begin, length);
    if (name == "data" && !data.found) data = {true, begin, static_cast<size_t>(length)};
    byte = begin + static_cast<size_t>(length) + length % 2;
  }
  if (!form.byte) bytes.fail(bytes.size(), "there is no chunk `fmt `");
  if (!data.found) bytes.fail(bytes.size(), "there is no chunk `data`");
  return {form, data};
}

std::pair<WavForm, WavData> checked_chunks(const WavBytes& bytes) {
  if (!is_wav({bytes.at(0), bytes.size()})) bytes.fail(0, "no WAV file begins like this");
  const auto chunks = find_chunks(bytes);
  check_form(bytes, chunks.first);
  return chunks;
}

template <class T>
T little_endian(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

float sample_of(const std::byte* at, const WavForm& form) {
  if (form.code == kFloat)
    return form.bits == 32 ? little_endian<float>(at) : static_cast<float>(little_endian<double>(at));
  switch (form.bits) {
    case 8:
      return (static_cast<float>(static_cast<uint8_t>(*at)) - 128) / 128;
    case 16:
      return static_cast<float>(little_endian<int16_t>(at)) / 32768;
    case 24: {
      const auto low = little_endian<uint16_t>(at);
      return static_cast<float>(static_cast<int8_t>(at[2]) * 65536 + low) / 8388608;
    }
    default:
      return static_cast<float>(static_cast<double>(little_endian<int32_t>(at)) / 2147483648.0);
  }
}

float mean_of_channels(const std::byte* block, const WavForm& form) {
  double sum = 0;
  for (size_t channel = 0; channel < form.channels; ++channel)
    sum += static_cast<double>(sample_of(block + channel * (form.bits / 8), form));
  return static_cast<float>(sum / form.channels);
}

}  // namespace

bool is_wav(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min<size_t>(bytes.size(), 12));
  return text.size() == 12 && (text.starts_with("RIFF") || text.starts_with("RF64")) && text.ends_with("WAVE");
}

WavShape wav_shape(const std::filesystem::path& path) {
  const MappedFile file(path);
  const WavForm form = checked_chunks(WavBytes(file.bytes(), path.string())).first;
  return {form.rate, form.channels};
}

Sound read_wav(const std::filesystem::path& path, Channel channel) {
  const MappedFile file(path);
  const WavBytes bytes(file.bytes(), path.string());
  const auto [form, data] = checked_chunks(bytes);
  Sound sound{form.rate, std::vector<float>(data.length / form.block)};
  const std::byte* block = bytes.at(data.byte);
  for (float& sample : sound.samples) {
    sample = channel == Channel::first ? sample_of(block, form) : mean_of_channels(block, form);
    block += form.block;
  }
  return sound;
}

}  // namespace mmim

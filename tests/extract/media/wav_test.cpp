#include "extract/media/wav.h"

#include <gtest/gtest.h>

#include <bit>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch.h"

namespace mmim {
namespace {

template <class T>
std::string packed(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string chunk(const std::string& name, const std::string& content) {
  return name + packed(static_cast<uint32_t>(content.size())) + content +
         (content.size() % 2 ? std::string(1, '\0') : "");
}

std::string form_of(uint16_t code, uint16_t channels, uint16_t bits, uint32_t rate = 16000) {
  const auto block = static_cast<uint16_t>(channels * bits / 8);
  return packed(code) + packed(channels) + packed(rate) + packed(rate * block) + packed(block) + packed(bits);
}

std::string riff(const std::string& chunks, const std::string& kind = "RIFF") {
  return kind + packed(static_cast<uint32_t>(4 + chunks.size())) + "WAVE" + chunks;
}

std::vector<float> samples_of(const std::string& bytes, Channel channel = Channel::first) {
  return read_wav(scratch("a.wav", bytes), channel).samples;
}

std::string complaint_of(const std::string& bytes) {
  try {
    samples_of(bytes);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

std::string three_samples() {
  return riff(chunk("fmt ", form_of(1, 1, 16)) +
              chunk("data", packed<int16_t>(16384) + packed<int16_t>(-32768) + packed<int16_t>(1)));
}

TEST(Wav, ReadsEveryWidthOfSample) {
  const auto one = [](uint16_t code, uint16_t bits, const std::string& data) {
    return samples_of(riff(chunk("fmt ", form_of(code, 1, bits)) + chunk("data", data)));
  };
  EXPECT_EQ(samples_of(three_samples()), (std::vector<float>{0.5, -1, 1.0f / 32768}));
  EXPECT_EQ(one(1, 8, std::string("\x00\x80\xC0", 3)), (std::vector<float>{-1, 0, 0.5}));
  EXPECT_EQ(one(1, 24, std::string("\x01\x00\x80\xFF\xFF\x7F", 6)),
            (std::vector<float>{-8388607.0f / 8388608, 8388607.0f / 8388608}));
  EXPECT_EQ(one(1, 32, packed<int32_t>(1 << 30)), (std::vector<float>{0.5}));
  EXPECT_EQ(one(3, 32, packed(0.1f)), (std::vector<float>{0.1f}));
  EXPECT_EQ(one(3, 64, packed(-0.25)), (std::vector<float>{-0.25}));
}

TEST(Wav, OfSeveralChannelsIsTheFirstOrTheMean) {
  const std::string stereo =
      riff(chunk("fmt ", form_of(1, 2, 16)) + chunk("data", packed<int16_t>(16384) + packed<int16_t>(0)));
  EXPECT_EQ(samples_of(stereo), (std::vector<float>{0.5}));
  EXPECT_EQ(samples_of(stereo, Channel::mean), (std::vector<float>{0.25}));
}

TEST(Wav, SaysTheRateOfTheFile) {
  const std::string bytes = riff(chunk("fmt ", form_of(1, 1, 8, 44100)) + chunk("data", "a"));
  EXPECT_EQ(read_wav(scratch("a.wav", bytes)).rate, 44100);
}

TEST(Wav, ReadsChunksInAnyOrderAndLeavesUnknownOnes) {
  const std::string form = chunk("fmt ", form_of(1, 1, 8)), data = chunk("data", "\xC0");
  for (const std::string& chunks : {data + form, chunk("LIST", "abc") + form + chunk("odd ", "a") + data})
    EXPECT_EQ(samples_of(riff(chunks)), (std::vector<float>{0.5}));
}

TEST(Wav, ReadsTheExtensibleForm) {
  const std::string extension =
      packed<uint16_t>(22) + packed<uint16_t>(32) + packed<uint32_t>(4) + packed<uint16_t>(3) + std::string(14, 'g');
  const std::string bytes = riff(chunk("fmt ", form_of(0xFFFE, 1, 32) + extension) + chunk("data", packed(0.75f)));
  EXPECT_EQ(samples_of(bytes), (std::vector<float>{0.75}));
}

TEST(Wav, OfMoreThanFourGibibytesKeepsTheLengthElsewhere) {
  const std::string sizes = packed<uint64_t>(0) + packed<uint64_t>(1) + packed<uint64_t>(0) + packed<uint32_t>(0);
  const std::string chunks =
      chunk("ds64", sizes) + chunk("fmt ", form_of(1, 1, 8)) + "data" + packed(0xFFFFFFFF) + "\xC0garbage";
  EXPECT_EQ(samples_of(riff(chunks, "RF64")), (std::vector<float>{0.5}));
}

TEST(Wav, OfAStreamIsReadToItsEnd) {
  const std::string chunks = chunk("fmt ", form_of(1, 1, 8)) + "data" + packed(0xFFFFFFFF) + "\xC0\xC0";
  EXPECT_EQ(samples_of(riff(chunks)), (std::vector<float>{0.5, 0.5}));
}

TEST(Wav, ThatIsDamagedIsRefusedWithTheByte) {
  const std::string good = three_samples();
  EXPECT_NE(complaint_of(good.substr(0, good.size() - 1)).find("byte 36: the chunk ends 1 bytes behind the file"),
            std::string::npos);
  EXPECT_NE(complaint_of("RIFX").find("byte 0: no WAV file begins like this"), std::string::npos);
  EXPECT_NE(complaint_of(riff(chunk("fmt ", form_of(1, 1, 16)))).find("there is no chunk `data`"), std::string::npos);
  EXPECT_NE(complaint_of(riff(chunk("data", "ab"))).find("there is no chunk `fmt `"), std::string::npos);
  EXPECT_NE(
      complaint_of(riff(chunk("fmt ", form_of(85, 1, 16)) + chunk("data", ""))).find("sound of format 85 with 16 bits"),
      std::string::npos);
  EXPECT_NE(complaint_of(riff(chunk("fmt ", form_of(1, 0, 16)) + chunk("data", ""))).find("0 channels, 1 to 64"),
            std::string::npos);
  EXPECT_NE(complaint_of(riff(chunk("fmt ", "short") + chunk("data", ""))).find("the chunk `fmt ` is too short"),
            std::string::npos);
}

TEST(Wav, WithoutSamplesIsEmpty) {
  EXPECT_TRUE(samples_of(riff(chunk("fmt ", form_of(1, 1, 16)) + chunk("data", ""))).empty());
}

}  // namespace
}  // namespace mmim

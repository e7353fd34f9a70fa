#include "core/sha256.h"

#include <gtest/gtest.h>

#include "core/files.h"

namespace mmim {
namespace {

std::string of(const std::string& text) { return sha256(std::as_bytes(std::span(text))); }

TEST(Sha256, EqualsThePublishedExamples) {
  EXPECT_EQ(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(of(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const auto path = std::filesystem::path(testing::TempDir()) / ("mmim_sha256_" + std::to_string(::getpid()));
  for (size_t size : {0, 55, 56, 63, 64, 65}) {
    write_file_atomically(path, std::string(size, 'x'));
    EXPECT_EQ(sha256_of_file(path), of(std::string(size, 'x'))) << size;
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace mmim

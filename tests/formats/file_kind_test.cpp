#include "formats/file_kind.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "support/places.h"

namespace mmim {
namespace {

std::span<const std::byte> bytes_in(const std::string& text) { return std::as_bytes(std::span(text)); }

TEST(FileKind, KnowsPicklesOfEveryProtocol) {
  for (const char* name : {"protocol0.pkl", "protocol1.pkl", "protocol2.pkl", "protocol3.pkl", "protocol4.pkl",
                           "protocol5.pkl", "objects0.pkl", "python2_protocol0.pkl"})
    EXPECT_EQ(kind_of(bytes_in(read_file(fixture(name)))), FileKind::pickle) << name;
  for (const char* pickle : {"N.", "I1\n.", "(lp0\nI1\na.", "(dp1\n.", "cnumpy\nndarray\n.", "]q\x01.", "}."})
    EXPECT_EQ(kind_of(bytes_in(pickle)), FileKind::pickle) << pickle;
  EXPECT_EQ(kind_of(bytes_in(read_file(fixture("f4.npy")))), FileKind::npy);
  EXPECT_EQ(kind_of(bytes_in(read_file(fixture("old.bin")))), FileKind::old_torch);
  EXPECT_EQ(kind_of(bytes_in(read_file(fixture("linear.bin")))), FileKind::zip);
}

}  // namespace
}  // namespace mmim

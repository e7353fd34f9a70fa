#include "extract/visual/face_bundle.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/sha256.h"
#include "extract/visual/face_networks.h"
#include "support/expect_in.h"
#include "support/scratch.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

TEST(FaceBundle, OfAnotherFileIsRefusedByItsHash) {
  const fs::path path = scratch("other.task", "PK is not it");
  try {
    read_face_bundle(path);
    FAIL();
  } catch (const DataError& error) {
    expect_in(error.what(), {path.string(), kFaceBundleName, kFaceBundleSha256, sha256_of_file(path)});
  }
}

TEST(FaceBundle, IsTheFileThatIsChosen) {
  const fs::path path = scratch("mine.task", "x");
  EXPECT_EQ(face_bundle_path(path.string()), path);
}

TEST(FaceBundle, ThatIsNotThereSaysHowToGetIt) {
  try {
    face_bundle_path("/nowhere/face.task");
    FAIL();
  } catch (const Error& error) {
    expect_in(error.what(), {"/nowhere/face.task", "./dev face", kFaceBundleName});
  }
}

TEST(FaceNetworks, AreRefusedWithWhatToDoWithoutOpenvino) {
  if (can_run_face_networks()) GTEST_SKIP() << "this program has OpenVINO";
  try {
    face_networks({});
    FAIL();
  } catch (const Error& error) {
    expect_in(error.what(), {"OpenVINO", "./dev build"});
  }
}

TEST(FaceNetworks, AreRefusedWhereTheyAreNone) {
  if (!can_run_face_networks()) GTEST_SKIP() << "this program has no OpenVINO";
  FaceBundle bundle;
  bundle.detector = bundle.landmarks = bundle.blendshapes = std::vector<std::byte>(100);
  EXPECT_THROW(face_networks(bundle), Error);
}

}  // namespace
}  // namespace mmim

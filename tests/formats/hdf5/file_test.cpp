#include "formats/hdf5/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "formats/hdf5/library.h"
#include "support/mutate.h"
#include "support/packed.h"
#include "support/places.h"

namespace mmim {
namespace {

const char* const kSkip = "no real HDF5 files beside the project";

void write_numbers(hid_t at, const char* name, std::vector<hsize_t> shape, const std::vector<float>& values,
                   bool deflated) {
  const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
  const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
  if (deflated) {
    H5Pset_chunk(list, static_cast<int>(shape.size()), shape.data());
    H5Pset_shuffle(list);
    H5Pset_deflate(list, 9);
  }
  const hid_t set = H5Dcreate2(at, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT);
  H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  H5Dclose(set);
  H5Pclose(list);
  H5Sclose(space);
}

void write_texts(hid_t at, const char* name, size_t width, const void* data, hsize_t count) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, width);
  const hid_t space = H5Screate_simple(1, &count, nullptr);
  const hid_t set = H5Dcreate2(at, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
  H5Dclose(set);
  H5Sclose(space);
  H5Tclose(type);
}

/// A small file with old-style groups, a deflated and a plain dataset, fixed and variable text, and an external link.
std::filesystem::path sample() {
  const auto path = scratch("sample.h5");
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t group = H5Gcreate2(file, "words", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  write_numbers(group, "features", {2, 3}, {0, 1, 2, 3, 4, 5}, true);
  write_numbers(group, "intervals", {3}, {1.5f, 2.5f, -1}, false);
  write_numbers(file, "none", {0, 4}, {}, false);
  write_texts(group, "fixed", 4, "sp\0\0good", 2);
  const char* texts[] = {"héllo", "", "{\"a\": 1}"};
  write_texts(group, "variable", H5T_VARIABLE, texts, 3);
  H5Lcreate_external("/etc/passwd", "/", file, "elsewhere", H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(group);
  H5Fclose(file);
  return path;
}

template <class File>
void read_everything(const File& file, const std::string& group, int depth = 0) {
  for (const std::string& name : file.children(group)) {
    const std::string path = group == "/" ? "/" + name : group + "/" + name;
    try {
      const Value value = file.read(path);
      if (const Array* array = value.array()) array->to_floats();
    } catch (const DataError&) {
      try {
        if (depth < 8) read_everything(file, path, depth + 1);
      } catch (const DataError&) {  // neither a dataset nor a group that can be read: the rest is tried all the same
      }
    }
  }
}

TEST(Hdf5, GivesNumbersAndText) {
  const Hdf5File file(sample());
  EXPECT_EQ(file.children("/"), (std::vector<std::string>{"elsewhere", "none", "words"}));
  EXPECT_EQ(file.children("words"), (std::vector<std::string>{"features", "fixed", "intervals", "variable"}));
  EXPECT_TRUE(file.contains("words/features"));
  EXPECT_FALSE(file.contains("words/labels"));
  EXPECT_FALSE(file.contains("words/features/x"));
  EXPECT_EQ(file.read("words/features").array()->shape, (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(file.read("words/features").array()->to_floats(), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(file.read("/words/intervals").array()->to_floats(), (std::vector<float>{1.5f, 2.5f, -1}));
  EXPECT_EQ(file.read("none").array()->shape, (std::vector<int64_t>{0, 4}));
  const Value fixed = file.read("words/fixed"), variable = file.read("words/variable");
  ASSERT_EQ(fixed.objects()->items.size(), 2u);
  EXPECT_EQ(*fixed.objects()->items[0].text(), "sp");
  EXPECT_EQ(*fixed.objects()->items[1].text(), "good");
  EXPECT_EQ(*variable.objects()->items.at(0).text(), "héllo");
  EXPECT_EQ(*variable.objects()->items.at(2).text(), "{\"a\": 1}");
}

TEST(Hdf5, IsReadWithinGzipAndNamedByItsFile) {
  const auto packed = scratch("packed.csd.gz", gzipped(read_file(sample())));
  const Hdf5File file(packed);
  EXPECT_EQ(file.read("words/features").array()->to_floats(), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  try {
    file.read("nowhere");
    ADD_FAILURE() << "nothing was refused";
  } catch (const DataError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with(packed.string())) << error.what();
  }
}

TEST(Hdf5, RefusesInOneSentence) {
  const auto path = sample();
  const Hdf5File file(path);
  const auto refusal = [&](const auto& act) -> std::string {
    try {
      act();
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.string().size());
    }
    return "";
  };
  EXPECT_EQ(refusal([&] { file.read("words/labels"); }), ": words/labels: is not there");
  EXPECT_EQ(refusal([&] { file.read("words"); }), ": words: is no dataset, or damaged");
  EXPECT_EQ(refusal([&] { file.children("words/features"); }), ": words/features: is no group");
  EXPECT_EQ(refusal([&] { file.read("elsewhere"); }), ": elsewhere: is a link, which is not followed");
  const std::string bytes = read_file(path);
  EXPECT_THROW(Hdf5File(scratch("half.h5", bytes.substr(0, bytes.size() / 2))), DataError);
  EXPECT_THROW(Hdf5File(scratch("text.h5", "no HDF5 at all")), DataError);
  EXPECT_THROW(Hdf5File(scratch("nothing.h5")), DataError);
}

TEST(Hdf5, RefusesADatasetFarLargerThanItsFile) {
  const auto path = scratch("huge.h5");
  const hid_t id = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[] = {1'000'000, 1'000'000}, chunk[] = {16, 16}, large_chunk[] = {20'000, 20'000};
  const auto declare = [&](const char* name, const hsize_t* extents, const hsize_t* chunks) {
    const hid_t space = H5Screate_simple(2, extents, nullptr), list = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(list, 2, chunks);
    H5Pset_deflate(list, 1);
    H5Dclose(H5Dcreate2(id, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT));
    H5Pclose(list);
    H5Sclose(space);
  };
  declare("shape", shape, chunk);
  const hsize_t small[] = {30'000, 30'000};
  declare("chunk", small, large_chunk);
  H5Fclose(id);
  const Hdf5File file(path);
  EXPECT_THROW(file.read("shape"), DataError);
  EXPECT_THROW(file.read("chunk"), DataError);
}

TEST(Hdf5, ReadsRealComputationalSequences) {
  const auto path = real_data("mosi/csd/CMU_MOSI_ModifiedTimestampedWords.csd");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << kSkip;
  const Hdf5File file(path);
  const std::string root = file.children("/").at(0);
  const auto videos = file.children(root + "/data");
  ASSERT_EQ(videos.size(), 93u);
  for (const std::string& video : videos) {
    const Value words = file.read(root + "/data/" + video + "/features");
    const Value intervals = file.read(root + "/data/" + video + "/intervals");
    ASSERT_NE(words.objects(), nullptr);
    ASSERT_EQ(intervals.array()->shape, (std::vector<int64_t>{words.objects()->shape[0], 2}));
    for (const Value& word : words.objects()->items) EXPECT_FALSE(word.text()->empty());
  }
  const Value name = file.read(root + "/metadata/root name");
  ASSERT_EQ(name.objects()->items.size(), 1u);
  EXPECT_NE(name.objects()->items[0].text()->find("ords"), std::string::npos) << *name.objects()->items[0].text();
}

TEST(Hdf5, ReadsRealFeatures) {
  const auto path = real_data("mosi/seq20/x_unimodal_a_train.h5");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << kSkip;
  const Hdf5File file(path);
  const Value value = file.read(file.children("/").at(0));
  ASSERT_NE(value.array(), nullptr);
  EXPECT_EQ(value.array()->shape, (std::vector<int64_t>{1284, 20, 5}));
}

TEST(Hdf5, SurvivesMutations) {
  const auto count = try_mutations(read_file(sample()), ".h5", 300,
                                   [](const std::filesystem::path& path) { read_everything(Hdf5File(path), "/"); });
  EXPECT_GT(count.refused, 50);
  EXPECT_GT(count.read, 20);
}

TEST(Hdf5, ALibraryThatCrashesIsARefusal) {
  const Hdf5File file(sample());
  std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  pid_t reader = 0;
  if (!(children >> reader)) GTEST_SKIP() << "this system does not list the processes that a process started";
  ::kill(reader, SIGKILL);
  try {
    file.read("words/features");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find(": words/features: is damaged so that the HDF5 library fails on it"),
              std::string::npos);
  }
  EXPECT_THROW(file.contains("words"), DataError);
}

TEST(Hdf5, ARequestMayTakeFewSecondsOfTheProcessor) {
  const Hdf5File file(sample());
  file.children("/");
  std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  pid_t reader = 0;
  if (!(children >> reader)) GTEST_SKIP() << "this system does not list the processes that a process started";
  std::ifstream limits("/proc/" + std::to_string(reader) + "/limits");
  const std::string name = "Max cpu time";
  std::string line, seconds;
  while (std::getline(limits, line) && !line.starts_with(name)) continue;
  std::istringstream(line.substr(name.size())) >> seconds;
  EXPECT_TRUE(seconds == "6" || seconds == "7") << line;
}

/// Whose fault a crash was: of the frames in a sanitizer's report (innermost first), and of those that allocated what
/// was overrun, the library's come before ours.
[[maybe_unused]] bool crash_is_the_library_s(const std::string& report) {
  const auto library_first = [](const std::string& frames) {
    return frames.find("libhdf5") < std::min(frames.find("mmim::"), frames.find("src/formats"));
  };
  const size_t allocated = report.find("allocated by");
  return library_first(report) && (allocated == report.npos || library_first(report.substr(allocated)));
}

/// The process boundary would hide a fault of our own side as well, so the library's wrapper is tried without it.
/// Debian's HDF5 1.10.8 itself reads out of bounds on some of these files (H5HG_read, for one): only that is forgiven.
TEST(Hdf5, CrashesOnMutationsAreTheLibrarysOwn) {
  const std::string seed = read_file(sample());
  const auto report = scratch("report.txt");
  for (uint64_t i = 0; i < 300; ++i) {
    const auto path = scratch("mutated.h5", mutated(seed, i));
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(60);
      ::dup2(::open(report.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
      try {
        read_everything(Hdf5Library(path, {}, path.string()), "/");
      } catch (const DataError&) {
      }
      ::_exit(10);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 10) continue;
#ifdef __SANITIZE_ADDRESS__
    EXPECT_TRUE(crash_is_the_library_s(read_file(report))) << "mutation " << i << ":\n" << read_file(report);
#else
    EXPECT_EQ(WTERMSIG(status), SIGSEGV) << "mutation " << i;
#endif
  }
}

}  // namespace
}  // namespace mmim

#include "formats/file_words.h"

#include <gtest/gtest.h>
#include <zip.h>

#include "core/error.h"
#include "core/files.h"
#include "formats/hdf5/file.h"
#include "formats/npy.h"
#include "formats/pickle.h"
#include "formats/safetensors.h"
#include "formats/torch_file.h"
#include "formats/tree_file.h"
#include "support/places.h"
#include "support/scratch.h"

namespace mmim {
namespace {

using std::string_literals::operator""s;

std::span<const std::byte> bytes_in(const std::string& text) { return std::as_bytes(std::span(text)); }

const std::string kPointer =
    "version https://git-lfs.github.com/spec/v1\noid "
    "sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e"
    "2393\nsize 12345\n";

/// Beginnings of files as people have them, and a word that the sentence about each must hold.
std::vector<std::pair<std::string, std::string>> foreign_files() {
  return {{"", "empty"},
          {"BZh91AY&SY", "bzip2"},
          {"\x28\xB5\x2F\xFD\x04", "zstd"},
          {"\x04\x22\x4D\x18@", "lz4"},
          {"x\x9C\x01", "joblib"},
          {"7z\xBC\xAF\x27\x1C"s, "7z"},
          {"Rar!\x1A\x07\x01", "RAR"},
          {std::string(257, 'a') + "ustar", "tar"},
          {"PK\x03\x04 cut", "zip archive that is cut short"},
          {kPointer, "Git LFS pointer, 130 bytes"},
          {"<!DOCTYPE html><html>", "HTML page"},
          {"\n <HTML><head>", "HTML page"},
          {"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "XML"},
          {"{\"train\": [1, 2]}", "JSON"},
          {"[{\"id\": 1}]", "JSON"},
          {"%PDF-1.7", "PDF"},
          {"\x89PNG\r\n", "image"},
          {"\xFF\xD8\xFF\xE0", "image"},
          {"RIFF\x10\x00\x00\x00WAVE"s, "`mmim predict MODEL CLIP` scores one"},
          {"\x00\x00\x00\x18"s + "ftypmp42", "video"},
          {"PAR1\x15", "Parquet"},
          {"ARROW1\x00"s, "Arrow"},
          {"MATLAB 5.0 MAT-file", "MATLAB"},
          {"SQLite format 3", "SQLite"},
          {"\xFF\xFEi\x00d\x00"s, "UTF-16"},
          {"root:x:0:0:root:/root:/bin/bash\n", "text and no data file (it begins `root:x:0:0:root:/root:/bin/bash`)"},
          {"video_id,clip_id,text\n", "text and no data file"},
          {"caf\xE9, au lait\n", "text, not UTF-8, and no data file"},
          {"\x80\x06N.", "protocol 6"},
          {"\x01\x02\x03\x04", "no known kind"}};
}

TEST(FileWords, AreSaidOfEveryForeignFile) {
  for (const auto& [content, word] : foreign_files()) {
    const std::string said = say_kind(bytes_in(content));
    EXPECT_NE(said.find(word), std::string::npos) << said;
    EXPECT_EQ(said.find('\n'), std::string::npos) << said;
  }
}

TEST(FileWords, TellWhatAZipArchiveHolds) {
  EXPECT_NE(say_kind(bytes_in(read_file(fixture("linear.bin")))).find("torch.save"), std::string::npos);
  EXPECT_EQ(say_kind(bytes_in(read_file(fixture("one_split.npz")))),
            "is an .npz archive of numpy.savez with the arrays id, vision");
}

template <class Read>
std::string refusal(const std::filesystem::path& path, Read read) {
  try {
    read(path);
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(FileWords, AreSaidByEveryReader) {
  const auto path = scratch("pointer", kPointer);
  const std::string pointer = path.string() +
                              ": is a Git LFS pointer, 130 bytes of text in the place of the file; "
                              "`git lfs pull` in its repository brings the file; ";
  EXPECT_EQ(refusal(path, [](const auto& p) { read_tree(p); }),
            pointer + "a pickle of Python or a file of torch.save was expected");
  EXPECT_EQ(refusal(path, [](const auto& p) { read_pickle(p); }), pointer + "a pickle of Python was expected");
  EXPECT_EQ(refusal(path, [](const auto& p) { read_torch_file(p); }), pointer + "a file of torch.save was expected");
  EXPECT_EQ(refusal(path, [](const auto& p) { read_safetensors(p); }), pointer + "a safetensors file was expected");
  EXPECT_EQ(refusal(path, [](const auto& p) { read_npy(p); }), pointer + "a .npy file was expected");
  EXPECT_EQ(refusal(path, [](const auto& p) { Hdf5File file(p); }), pointer + "an HDF5 file was expected");
}

}  // namespace
}  // namespace mmim

#pragma once
#include <map>

#include "corpus/helpers.h"
#include "formats/npy.h"

namespace mmim {

/// A folder of own features that a test makes file by file.
class OwnFeatures {
 public:
  OwnFeatures() : folder_(scratch("own_features")) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  explicit OwnFeatures(const std::string& table, const std::string& name = "labels.csv") : OwnFeatures() {
    put(name, table);
  }

  OwnFeatures& put(const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    scratch("own_features/" + name, bytes);
    return *this;
  }
  /// A .npy file of float32.
  OwnFeatures& array(const std::string& name, const std::vector<float>& values, std::vector<int64_t> shape) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    write_npy(folder_ / name, make_array(values, std::move(shape)));
    return *this;
  }
  OwnFeatures& folder(const std::string& name) {
    std::filesystem::create_directories(folder_ / name);
    return *this;
  }
  std::filesystem::path path(const std::string& name = "") const { return name.empty() ? folder_ : folder_ / name; }

  Dataset read(const TableOptions& table = {}, const std::string& name = "") const {
    return assemble(*open_source(path(name), "", {}, table), {});
  }
  std::string refusal(const TableOptions& table = {}, const std::string& name = "") const {
    return sentence_of([&] { read(table, name); });
  }

 private:
  std::filesystem::path folder_;
};

/// The sentences of the notes of one kind.
inline std::vector<std::string> notes_on(const Dataset& dataset, const std::string& kind) {
  std::vector<std::string> sentences;
  for (const Note& note : dataset.info.notes)
    if (note.kind == kind) sentences.push_back(note.sentence);
  return sentences;
}
inline std::string note_on(const Dataset& dataset, const std::string& kind) {
  const auto sentences = notes_on(dataset, kind);
  EXPECT_EQ(sentences.size(), 1u) << kind;
  return sentences.empty() ? "" : sentences[0];
}

}  // namespace mmim

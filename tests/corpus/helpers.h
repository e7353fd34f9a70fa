#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/error.h"
#include "core/files.h"
#include "corpus/source.h"
#include "support/scratch.h"

namespace mmim {

/// A committed fixture: eight invented utterances in a published layout (make_fixtures.py).
inline std::filesystem::path utterances_in(const std::string& name) {
  return std::filesystem::path(MMIM_SOURCE_DIR) / "tests/corpus/fixtures" / name;
}

/// The sentence of the DataError or UsageError that `action` ends with.
template <class Action>
std::string sentence_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was refused";
  return "";
}

inline void expect_says(const std::string& sentence, const std::string& part) {
  EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
}

/// Utterances given by hand, all in one split.
class HandmadeSource : public Source {
 public:
  HandmadeSource(DatasetInfo info, std::vector<Utterance> utterances)
      : info_(std::move(info)), utterances_(std::move(utterances)) {}
  DatasetInfo info() const override { return info_; }
  int64_t size(SplitName split) const override {
    return split == SplitName::train ? static_cast<int64_t>(utterances_.size()) : 0;
  }
  Utterance read(SplitName, int64_t index) const override { return utterances_[static_cast<size_t>(index)]; }

 private:
  DatasetInfo info_;
  std::vector<Utterance> utterances_;
};

/// Rows of one feature each.
inline StreamRows single_features(std::vector<float> values, int64_t stored_length = -1) {
  const auto rows = static_cast<int64_t>(values.size());
  return {std::move(values), rows, stored_length};
}

inline std::vector<float> rows_of(const Dataset& dataset, SplitName split, Modality stream, int64_t utterance) {
  const auto rows = dataset.split(split).rows(stream, utterance);
  return {rows.begin(), rows.end()};
}

}  // namespace mmim

#pragma once
#include "corpus/helpers.h"
#include "corpus/layouts/layout.h"
#include "corpus/trees.h"

namespace mmim {

/// Two utterances as MMSA keeps them. Visual rows (1, 2), (3, 4) and (5, 6); acoustic rows 1, 2 and 3; zeros behind.
inline Value made_split() {
  return dictionary_of({{"id", list_of({text("v$_$1"), text("v$_$2")})},
                        {"raw_text", list_of({text("so good"), text("bad")})},
                        {"regression_labels", numbers({1.5f, -2}, {2})},
                        {"vision", numbers({1, 2, 3, 4, 0, 0, 5, 6, 0, 0, 0, 0}, {2, 3, 2})},
                        {"audio", numbers({1, 2, 3, 0}, {2, 2, 1})}});
}

/// Three such splits, with `key` of each replaced where it is given.
inline Value made(const std::string& key = "", const Value& value = {}) {
  const Value split = key.empty() ? made_split() : with(made_split(), key, value);
  return dictionary_of({{"train", split}, {"valid", split}, {"test", split}});
}

inline Dataset read_tree(const Value& tree, const ImportOptions& options = {}, const std::string& file = "made.pkl") {
  return assemble(*source_of(opened_pickle(scratch(file, "bytes of a pickle"), tree), ""), options);
}

inline std::string refusal_of(const Value& tree, const std::string& file = "made.pkl") {
  return sentence_of([&] { read_tree(tree, {}, file); });
}

/// All but the one that the splits of made() share a video.
inline std::vector<Note> notes_in(const Dataset& dataset) {
  std::vector<Note> notes = dataset.info.notes;
  std::erase_if(notes, [](const Note& note) { return note.kind == "videos_in_two_splits"; });
  return notes;
}

inline std::vector<std::string> notes_of(const Dataset& dataset) {
  std::vector<std::string> sentences;
  for (const Note& note : notes_in(dataset)) sentences.push_back(note.sentence);
  return sentences;
}

/// Both data sets hold the same numbers and texts.
inline void expect_same(const Dataset& one, const Dataset& other) {
  EXPECT_EQ(one.info.fingerprint, other.info.fingerprint);
}

}  // namespace mmim

#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/dataset.h"
#include "formats/value.h"

namespace mmim {

/// "PATH: split train" or "PATH: split train, utterance 12".
std::string say_place(const std::filesystem::path& path, SplitName split, int64_t utterance = -1);

/// The entry of a dictionary; DataError when there is none.
const Value& field(const Value& dictionary, const std::string& key, const std::string& where);

/// A label: a number (number_of), or seven columns of which the first is the sentiment. DataError otherwise.
float label_of(const Value& value, const std::string& where);

/// Labels of `count` utterances, each as label_of reads it, in any container. DataError otherwise.
std::vector<float> labels_of(const Value& value, int64_t count, const std::string& where);

/// Texts of a column of any nesting, in order; "" for what is missing.
std::vector<std::string> texts_of(const Value& value, const std::string& where);

/// The words of an utterance: a column of words, or one text that is cut at its spaces.
std::vector<std::string> words_of(const Value& value, const std::string& where);

/// One text for each utterance, words one space apart: a text, or a column of words. "" for what is missing.
std::vector<std::string> sentences_of(const Value& value, const std::string& where);

/// The parts of an id: one text or whole number, or a column of several (video, clip) or (video, start, end).
std::vector<std::string> id_parts_of(const Value& value, const std::string& where);
/// The parts of each utterance's id.
std::vector<std::vector<std::string>> ids_of(const Value& value, const std::string& where);
/// "id", "video$_$clip" or "video[start,end]".
std::string joined_id(const std::vector<std::string>& parts);

/// A length that a file states; kUnreadableLength when it is no number of at least 0.
int64_t stated_length(const Value& value);
/// The lengths of `count` utterances; all unreadable when there are more or fewer.
std::vector<int64_t> stated_lengths(const Value& value, int64_t count);

/// `text` with its words one space apart.
std::string one_spaced(std::string_view text);

/// Words as a text of as many words: space inside a word goes, a word that is empty becomes "[UNK]".
std::string text_of(const std::vector<std::string>& words);

}  // namespace mmim

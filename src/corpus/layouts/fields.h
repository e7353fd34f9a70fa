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

/// A label: a number, one element, or seven columns of which the first is the sentiment. DataError otherwise.
float label_of(const Value& value, const std::string& where);

/// Labels of `count` utterances: a list of labels, or an array (count), (count, 1), (count, 1, 1) or with seven
/// columns.
std::vector<float> labels_of(const Value& value, int64_t count, const std::string& where);

/// Texts of a list or of an array of any shape, in C order.
std::vector<std::string> texts_of(const Value& value, const std::string& where);

/// Whole numbers of a list or array; DataError when there are not `count`.
std::vector<int64_t> integers_of(const Value& value, int64_t count, const std::string& where);

/// `text` with its words one space apart.
std::string one_spaced(std::string_view text);

/// Words as a text of as many words: space inside a word goes, a word that is empty becomes "[UNK]".
std::string text_of(const std::vector<std::string>& words);

}  // namespace mmim

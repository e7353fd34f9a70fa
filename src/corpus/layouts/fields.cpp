#include "corpus/layouts/fields.h"

#include <algorithm>

#include "core/error.h"
#include "core/names.h"
#include "corpus/layouts/columns.h"

namespace mmim {

namespace {

constexpr int64_t kLabelColumns = 7;  // MOSEI with emotions: sentiment stands first

/// " (`x`)" for text, so that a sentence shows what stands where a number was expected.
std::string quoted(const Value& value) {
  const std::string* text = value.text();
  return text ? " (`" + text->substr(0, 40) + "`)" : "";
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string say_place(const std::filesystem::path& path, SplitName split, int64_t utterance) {
  return path.string() + ": split " + word(split) + (utterance < 0 ? "" : ", utterance " + std::to_string(utterance));
}

const Value& field(const Value& dictionary, const std::string& key, const std::string& where) {
  if (!dictionary.dict()) throw DataError(where + ": is " + dictionary.say() + ", a dictionary was expected");
  const Value* found = dictionary.find(key);
  if (!found) throw DataError(where + ": key `" + key + "` is missing" + did_you_mean(key, dictionary.keys()));
  return *found;
}

float label_of(const Value& value, const std::string& where) {
  if (const auto number = number_of(value)) return static_cast<float>(*number);
  if (const auto columns = numbers_of(value); columns && columns->count() == kLabelColumns)
    return static_cast<float>(columns->at(0));
  throw DataError(where + ": the label is " + value.say() + quoted(value) +
                  ", one number or seven columns were expected");
}

std::vector<float> labels_of(const Value& value, int64_t count, const std::string& where) {
  if (size_of(value) != count)
    throw DataError(where + ": is " + value.say() + ", labels of " + std::to_string(count) +
                    " utterances were expected");
  const auto array = numbers_of(value);
  const int64_t columns = array && count > 0 ? array->count() / count : 1;
  if (columns != 1 && columns != kLabelColumns)
    throw DataError(where + ": is " + value.say() + ", one label or seven columns per utterance were expected");
  std::vector<float> labels;
  for (int64_t i = 0; i < count; ++i)
    labels.push_back(label_of(item_of(value, i), where + ", utterance " + std::to_string(i)));
  return labels;
}

std::vector<std::string> texts_of(const Value& value, const std::string& where) {
  std::vector<std::string> texts;
  const auto add = [&](const auto& self, const Value& item) -> void {
    if (const auto text = scalar_text(item)) return texts.push_back(*text);
    if (size_of(item) < 0)
      throw DataError(where + ": item " + std::to_string(texts.size()) + " is " + item.say() + ", text was expected");
    for (int64_t i = 0; i < size_of(item); ++i) self(self, item_of(item, i));
  };
  if (size_of(value) < 0) throw DataError(where + ": is " + value.say() + ", a list of texts was expected");
  for (int64_t i = 0; i < size_of(value); ++i) add(add, item_of(value, i));
  return texts;
}

std::vector<std::string> words_of(const Value& value, const std::string& where) {
  const std::string* text = value.text();
  if (!text) return is_missing(value) ? std::vector<std::string>() : texts_of(value, where);
  std::vector<std::string> words;
  const std::string spaced = one_spaced(*text);
  for (size_t at = 0; at < spaced.size();) {
    const size_t end = std::min(spaced.find(' ', at), spaced.size());
    words.push_back(spaced.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<std::string> sentences_of(const Value& value, const std::string& where) {
  if (size_of(value) < 0) throw DataError(where + ": is " + value.say() + ", a list of texts was expected");
  std::vector<std::string> texts;
  for (int64_t i = 0; i < size_of(value); ++i) {
    const Value item = item_of(value, i);
    if (const auto text = scalar_text(item)) {
      texts.push_back(one_spaced(*text));
    } else if (size_of(item) >= 0) {
      std::string text;
      for (const std::string& word : texts_of(item, where + ", utterance " + std::to_string(i))) text += word + " ";
      texts.push_back(one_spaced(text));
    } else {
      throw DataError(where + ": item " + std::to_string(i) + " is " + item.say() + ", text was expected");
    }
  }
  return texts;
}

std::vector<std::string> id_parts_of(const Value& value, const std::string& where) {
  std::vector<std::string> parts;
  if (size_of(value) < 0) {
    if (const auto text = scalar_text(value)) parts.push_back(*text);
  } else {
    parts = texts_of(value, where);
  }
  if (parts.empty() || parts[0].empty()) throw DataError(where + ": is " + value.say() + ", an id was expected");
  return parts;
}

std::string joined_id(const std::vector<std::string>& parts) {
  if (parts.size() == 3) return parts[0] + "[" + parts[1] + "," + parts[2] + "]";
  std::string id = parts[0];
  for (size_t i = 1; i < parts.size(); ++i) id += "$_$" + parts[i];
  return id;
}

std::vector<std::vector<std::string>> ids_of(const Value& value, const std::string& where) {
  if (size_of(value) < 0) throw DataError(where + ": is " + value.say() + ", a list of ids was expected");
  std::vector<std::vector<std::string>> ids;
  for (int64_t i = 0; i < size_of(value); ++i)
    ids.push_back(id_parts_of(item_of(value, i), where + ", utterance " + std::to_string(i)));
  return ids;
}

int64_t stated_length(const Value& value) {
  const auto number = number_of(value);
  return number && *number >= 0 && *number <= INT32_MAX ? static_cast<int64_t>(*number) : kUnreadableLength;
}

std::vector<int64_t> stated_lengths(const Value& value, int64_t count) {
  std::vector<int64_t> lengths(static_cast<size_t>(count), kUnreadableLength);
  if (size_of(value) != count) return lengths;
  for (int64_t i = 0; i < count; ++i) lengths[static_cast<size_t>(i)] = stated_length(item_of(value, i));
  return lengths;
}

std::string one_spaced(std::string_view text) {
  std::string spaced;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_space(text[i])) continue;
    if (!spaced.empty() && is_space(text[i - 1])) spaced += ' ';
    spaced += text[i];
  }
  return spaced;
}

std::string text_of(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    std::erase_if(word, is_space);
    text += (i ? " " : "") + (word.empty() ? "[UNK]" : word);
  }
  return text;
}

}  // namespace mmim

#include "corpus/layouts/fields.h"

#include <algorithm>

#include "core/error.h"
#include "core/names.h"
#include "core/sentence.h"

namespace mmim {

namespace {

constexpr int64_t kLabelColumns = 7;  // MOSEI with emotions: sentiment stands first

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
  double number = 0;
  if (value.number(number)) return static_cast<float>(number);
  if (const Array* array = value.array(); array && array->count() == kLabelColumns)
    return static_cast<float>(array->at(0));
  throw DataError(where + ": the label is " + value.say() + ", one number or seven columns were expected");
}

std::vector<float> labels_of(const Value& value, int64_t count, const std::string& where) {
  std::vector<float> labels;
  if (const List* list = value.list()) {
    if (static_cast<int64_t>(list->items.size()) != count)
      throw DataError(sentence("{}: has {} labels for {} utterances", where, list->items.size(), count));
    for (size_t i = 0; i < list->items.size(); ++i)
      labels.push_back(label_of(list->items[i], where + ", utterance " + std::to_string(i)));
    return labels;
  }
  const Array* array = value.array();
  if (!array || array->shape.empty() || array->rows() != count)
    throw DataError(sentence("{}: is {}, labels of {} utterances were expected", where, value.say(), count));
  const int64_t columns = count == 0 ? 1 : array->count() / count;
  if (columns != 1 && columns != kLabelColumns)
    throw DataError(where + ": is " + value.say() + ", one label or seven columns per utterance were expected");
  for (int64_t i = 0; i < count; ++i) labels.push_back(static_cast<float>(array->at(i * columns)));
  return labels;
}

std::vector<std::string> texts_of(const Value& value, const std::string& where) {
  const std::vector<Value>* items = nullptr;
  if (const List* list = value.list()) items = &list->items;
  if (const ObjectArray* objects = value.objects()) items = &objects->items;
  if (!items) throw DataError(where + ": is " + value.say() + ", a list of texts was expected");
  std::vector<std::string> texts;
  for (size_t i = 0; i < items->size(); ++i) {
    const std::string* text = (*items)[i].text();
    if (!text) throw DataError(sentence("{}: item {} is {}, text was expected", where, i, (*items)[i].say()));
    texts.push_back(*text);
  }
  return texts;
}

std::vector<int64_t> integers_of(const Value& value, int64_t count, const std::string& where) {
  std::vector<int64_t> numbers;
  if (const Array* array = value.array()) numbers = array->to_integers();
  if (const List* list = value.list())
    for (const Value& item : list->items) {
      double number = 0;
      if (!item.number(number) || !(number >= 0 && number <= INT32_MAX))
        throw DataError(sentence("{}: item {} is no whole number >= 0", where, numbers.size()));
      numbers.push_back(static_cast<int64_t>(number));
    }
  if (static_cast<int64_t>(numbers.size()) != count)
    throw DataError(sentence("{}: is {}, {} whole numbers were expected", where, value.say(), count));
  for (size_t i = 0; i < numbers.size(); ++i)
    if (numbers[i] < 0) throw DataError(sentence("{}: item {} is no whole number >= 0", where, i));
  return numbers;
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

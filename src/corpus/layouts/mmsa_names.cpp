#include "corpus/layouts/mmsa_names.h"

#include "core/error.h"
#include "core/letters.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/label_table.h"
#include "corpus/say.h"

namespace mmim {

namespace {

bool is_there(const Columns& columns, const std::string& key) {
  const Value* column = key.empty() ? nullptr : columns.find(key);
  return column && !is_missing(*column);
}

/// The column of texts: that of the keys, else `text` where it holds texts in place of features; "" for none.
std::string key_of_texts(const Columns& columns, const NameKeys& keys) {
  if (keys.text.empty() || is_there(columns, keys.text)) return keys.text;
  const Value* texts = columns.find("text");
  for (int64_t i = 0; texts && i < size_of(*texts); ++i)
    if (const Value item = item_of(*texts, i); !is_missing(item)) return item.text() ? "text" : "";
  return "";
}

void take_texts(const LabelTable& table, const Opened& opened, std::array<BlockSplit, 3>& splits, DatasetInfo& info) {
  std::vector<std::string> ids;
  for (const BlockSplit& split : splits) ids.insert(ids.end(), split.ids.begin(), split.ids.end());
  const LabelTable::Matched matched = table.match(ids, opened.pickle);
  size_t utterance = 0;
  for (BlockSplit& split : splits)
    for (size_t i = 0; i < split.ids.size(); ++i) split.texts.push_back(table.text(matched.rows[utterance++]));
  const auto count = static_cast<int64_t>(ids.size());
  info.note("texts_of_table", count,
            "the pickle has no texts, so those of " + say_count(count, "utterance") + " are taken from " +
                table.path().filename().string());
  for (const auto& notes : {table.notes(), matched.notes})
    for (const std::string& sentence : notes) info.note("label_table", 1, sentence);
}

}  // namespace

NameKeys::NameKeys(const std::vector<std::string>& columns) {
  for (const std::string& word : columns) {
    const size_t equals = word.find('=');
    const std::string role = in_lower_case(word.substr(0, equals));
    if (equals == word.npos || (role != "id" && role != "text"))
      throw UsageError("--columns `" + word +
                       "`: id=KEY or text=KEY is wanted of the layout mmsa; other roles are for " + "the layout table");
    (role == "id" ? id : text) = word.substr(equals + 1);
  }
}

void read_names(const Columns& columns, SplitName name, int64_t utterances, const NameKeys& keys, BlockSplit& split) {
  if (keys.id.empty()) {
    split.ids = numbered_ids(name, utterances);
  } else if (!is_there(columns, keys.id)) {
    throw DataError(columns.where(keys.id) +
                    " is missing; `--columns id=KEY` names another key, `--columns id=` numbers " +
                    "the utterances in the order of the file");
  } else {
    for (const auto& parts : ids_of(columns.at(keys.id), columns.where(keys.id))) split.ids.push_back(joined_id(parts));
  }
  if (const std::string key = key_of_texts(columns, keys); !key.empty())
    split.texts = sentences_of(columns.at(key), columns.where(key));
}

void LackingNames::see(const Columns& columns, const BlockSplit& split, SplitName name) {
  const auto count = static_cast<int64_t>(split.ids.size());
  if (count == 0) return;
  utterances_ += count;
  if (keys_.id.empty()) numbered_ += count;
  (key_of_texts(columns, keys_).empty() ? without_texts_ : with_texts_).push_back(word(name));
}

void LackingNames::settle(const Opened& opened, std::array<BlockSplit, 3>& splits,
                          std::vector<std::filesystem::path>& files, DatasetInfo& info) const {
  info.note("ids_numbered", numbered_,
            "no ids are read: " + say_count(numbered_, "utterance") + (numbered_ == 1 ? " is" : " are") +
                " numbered in the order of the file (train:0, train:1, ...), each a video of its own");
  if (without_texts_.empty()) return;
  const std::string lacking = "key `" + keys_.text + "` is missing";
  if (!with_texts_.empty())
    throw DataError(opened.path.string() + ": " + lacking + " in " + listing(without_texts_) + " and there in " +
                    listing(with_texts_) + "; a data set has texts in every split or in none");
  if (keys_.text.empty()) {
    for (BlockSplit& split : splits) split.texts.resize(split.ids.size());
    return;  // the survey counts empty texts
  }
  const std::optional<LabelTable> table = LabelTable::found_beside(opened);
  if (!table || !table->lacking_words().empty() || numbered_ > 0)
    throw DataError(opened.pickle.string() + ": " + lacking +
                    " in every split; `--labels` names a table of video_id, " +
                    "clip_id and text, `--columns text=KEY` another key, and `--columns text=` imports without texts");
  files.push_back(table->path());
  take_texts(*table, opened, splits, info);
}

}  // namespace mmim

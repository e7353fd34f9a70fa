#include "corpus/layouts/blocks.h"

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "corpus/layouts/columns.h"
#include "corpus/say.h"

namespace mmim {

namespace {

/// Whether utterances are rows of numbers, and not rows over time.
bool has_row_each(const Value& column) {
  if (const Array* array = column.array()) return array->shape.size() == 2;
  for (int64_t i = 0; i < size_of(column); ++i)
    if (const RowShape shape = row_shape(item_of(column, i)); shape.rows > 0) return shape.width < 0;
  return false;
}

}  // namespace

Block::Block(const Value& value, size_t dimensions, const std::string& where)
    : value_(unwrapped(value)), size_(size_of(value)), said_(where + ": is " + value.say()) {
  lacks_time_ = dimensions == 3 && has_row_each(value_);
  dimensions_ = dimensions = lacks_time_ ? 2 : dimensions;
  const Array* array = value_.array();
  const ObjectArray* objects = value_.objects();
  is_array_ = array || (objects && objects->shape.size() == dimensions);
  if (size_ < 0 || (array && array->shape.size() != dimensions))
    throw DataError(said_ + ", an array of " + std::to_string(dimensions) + " dimensions was expected");
  if (array) {
    rows_ = dimensions == 3 ? array->shape[1] : 1;
    width_ = array->shape.back();
    return;
  }
  bool differ = false;
  for (int64_t i = 0; i < size_; ++i) {
    const Value item = item_of(value, i);
    if (dimensions == 2) {
      width_ = std::max(width_, size_of(item));
      rows_ = 1;
      continue;
    }
    const auto [rows, width] = row_shape(item);
    if (rows == 0) continue;
    if (width < 0)
      throw DataError(where + ", utterance " + std::to_string(i) + ": is " + item.say() +
                      ", rows of features were expected");
    differ = differ || (rows_ != 0 && rows_ != rows);
    rows_ = rows;
    width_ = width_ == 0 ? width : width_;
  }
  if (differ) rows_ = 0;
}

StreamRows Block::read(int64_t utterance, const std::string& where) const {
  const Value item = item_of(value_, utterance);
  if (dimensions_ == 3) return rows_of(item, width_, where);
  const List row{.items = {item}};
  return rows_of({std::make_shared<const List>(row)}, width_, where);
}

Columns::Columns(const Opened& opened, SplitName split) : entries_(opened.content(split)), where_(opened.where(split)) {
  if (!entries_.dict() && !is_empty(entries_))
    throw DataError(where_ + ": is " + entries_.say() + ", a dictionary of columns was expected");
}

bool Columns::any(std::initializer_list<const char*> keys) const {
  return std::any_of(keys.begin(), keys.end(), [&](const char* key) {
    const Value* column = find(key);
    return column && size_of(*column) > 0;
  });
}

void Columns::read_stream(Modality m, std::initializer_list<const char*> keys, size_t dimensions,
                          BlockSplit& split) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const char* key) { return find(key); });
  const std::string key = found == keys.end() ? *keys.begin() : *found;
  if (found == keys.end()) {
    split.absent[m] = "key `" + key + "` is missing";
  } else if (is_empty(at(key))) {
    split.absent[m] = "key `" + key + "` is " + at(key).say() + (is_missing(at(key)) ? "" : " without rows");
  } else {
    split.blocks[m].emplace(at(key), dimensions, where(key));
  }
}

namespace {

class BlockSource : public Source {
 public:
  BlockSource(DatasetInfo info, std::vector<std::filesystem::path> files, std::array<BlockSplit, 3> splits)
      : info_(std::move(info)), files_(std::move(files)), splits_(std::move(splits)) {
    for (const SplitName split : kSplits) check_sizes(split);
    for (const Modality m : kRowStreams) describe_stream(m);
  }
  DatasetInfo info() const override { return info_; }
  std::vector<std::filesystem::path> files() const override { return files_; }
  int64_t size(SplitName split) const override { return static_cast<int64_t>(at(split).labels.size()); }
  Utterance read(SplitName name, int64_t index) const override {
    const BlockSplit& split = at(name);
    const auto i = static_cast<size_t>(index);
    Utterance utterance{.id = split.ids[i], .text = split.texts[i], .label = split.labels[i]};
    for (const Modality m : kRowStreams) {
      if (split.blocks[m])
        utterance.streams[m] =
            split.blocks[m]->read(index, say_place(info_.source, name, index) + ": stream " + word(m));
      if (split.blocks[m] && !split.lengths[m].empty()) utterance.streams[m].stored_length = split.lengths[m][i];
      utterance.streams[m].padded = split.blocks[m] && (split.blocks[m]->is_array() || !ragged_[m]);
    }
    if (!split.masks.empty()) utterance.mask = split.masks[i];
    return utterance;
  }

 private:
  const BlockSplit& at(SplitName split) const { return splits_[static_cast<size_t>(split)]; }

  void check_sizes(SplitName name) const {
    const BlockSplit& split = at(name);
    const size_t count = split.labels.size();
    const auto agree = [&](size_t size, const std::string& column) {
      if (size != count)
        throw DataError(say_place(info_.source, name) + ": has " + std::to_string(count) + " labels but " +
                        std::to_string(size) + " " + column);
    };
    agree(split.ids.size(), "ids");
    agree(split.texts.size(), "texts");
    for (const Modality m : kRowStreams)
      if (split.blocks[m]) agree(static_cast<size_t>(split.blocks[m]->size()), word(m) + " sequences");
  }

  void describe_stream(Modality m) {
    StreamInfo& stream = info_.streams[m];
    std::vector<std::string> with, without;
    std::string reason;
    std::array<const Block*, 2> with_time{};
    int64_t one_row = 0;
    for (const SplitName name : kSplits) {
      const BlockSplit& split = at(name);
      if (split.labels.empty()) continue;
      (split.blocks[m] ? with : without).push_back(word(name));
      if (!split.blocks[m] && reason.empty()) reason = say_place(info_.source, name) + ": " + split.absent[m];
      if (!split.blocks[m]) continue;
      const Block& block = *split.blocks[m];
      with_time[block.lacks_time() ? 0 : 1] = &block;
      one_row += block.lacks_time() ? block.size() : 0;
      if (with_time[0] && with_time[1])
        throw DataError(with_time[0]->said() + ", one row for each utterance, but utterances have rows over time in " +
                        "another split (" + with_time[1]->said() + "); save both alike");
      if (stream.width != 0 && stream.width != block.width())
        throw DataError(say_place(info_.source, name) + ": the " + word(m) + " stream has " +
                        std::to_string(block.width()) + " features, the split before it " +
                        std::to_string(stream.width));
      stream.width = block.width();
      ragged_[m] = ragged_[m] || block.rows() == 0;
    }
    describe_padding(m);
    info_.note("no_time", one_row,
               word(m) + ": the file has no axis of time, so " + say_count(one_row, "utterance") +
                   (one_row == 1 ? " has" : " have each") + " one row of " + std::to_string(stream.width) +
                   " features");
    if (without.empty()) return;
    if (!with.empty())
      throw DataError(reason + ", and " + listing(with) + (with.size() == 1 ? " has" : " have") +
                      (m == Modality::acoustic ? " an " : " a ") + word(m) +
                      " stream; a data set has a stream in every split or in none");
    info_.note("stream_absent", 1, "there is no " + word(m) + " stream: " + reason);
  }

  /// Lists of rows are padded as arrays are, unless the rows of some utterances differ in number. One row for each
  /// utterance is an average over time.
  void describe_padding(Modality m) {
    StreamInfo& stream = info_.streams[m];
    for (const BlockSplit& split : splits_)
      if (split.blocks[m] && (split.blocks[m]->is_array() || !ragged_[m]) && split.blocks[m]->rows() > 1)
        stream.published_length = std::max(stream.published_length, split.blocks[m]->rows());
  }

  DatasetInfo info_;
  PerModality<bool> ragged_;
  std::vector<std::filesystem::path> files_;
  std::array<BlockSplit, 3> splits_;
};

}  // namespace

std::unique_ptr<Source> block_source(DatasetInfo info, std::vector<std::filesystem::path> files,
                                     std::array<BlockSplit, 3> splits) {
  return std::make_unique<BlockSource>(std::move(info), std::move(files), std::move(splits));
}

std::vector<std::string> numbered_ids(SplitName split, int64_t count) {
  std::vector<std::string> ids;
  for (int64_t i = 0; i < count; ++i) ids.push_back(word(split) + ":" + std::to_string(i));
  return ids;
}

bool same_length(const BlockSplit& split, int64_t text_length) {
  bool any = false;
  for (const Modality m : kRowStreams) {
    if (!split.blocks[m]) continue;
    if (split.blocks[m]->rows() != text_length) return false;
    any = true;
  }
  return any;
}

std::string lacking_keys(const Opened& opened, const std::vector<std::string>& keys) {
  std::string lacking = "no splits that are dictionaries of columns";
  for (const SplitName split : kSplits) {
    const Value& content = opened.content(split);
    if (!content.dict() || content.dict()->items.empty()) continue;
    std::vector<std::string> missing;
    for (const std::string& key : keys)
      if (!content.find(key)) missing.push_back("`" + key + "`");
    if (missing.empty()) return "";
    lacking =
        "no " + std::string(missing.size() == 1 ? "key " : "keys ") + listing(missing) + " in split " + word(split);
  }
  return lacking;
}

}  // namespace mmim

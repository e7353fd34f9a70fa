#include "corpus/layouts/tuples.h"

#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/fields.h"

namespace mmim {

namespace {

constexpr size_t kVisual = 1, kAcoustic = 2, kVisualLength = 4, kAcousticLength = 5;

size_t item_of(Modality stream) { return stream == Modality::visual ? kVisual : kAcoustic; }

const std::vector<Value>& items_of(const Value& value, size_t count, const std::string& where) {
  const List* list = value.list();
  if (!list || list->items.size() != count)
    throw DataError(sentence("{}: is {}, a tuple of {} was expected", where, value.say(), count));
  return list->items;
}

StreamRows rows_of(const Value& value, int64_t width, const std::string& where) {
  const Array* array = value.array();
  if (!array) throw DataError(where + ": is " + value.say() + ", an array (rows, features) was expected");
  if (array->count() == 0) return {};
  if (array->shape.size() != 2 || array->shape[1] != width)
    throw DataError(sentence("{}: is {}, an array (rows, {}) was expected", where, value.say(), width));
  return {array->to_floats(), array->shape[0], -1};
}

/// Features per row of the first array with rows.
int64_t find_width(const std::array<TupleSplit, 3>& splits, size_t item) {
  for (const TupleSplit& split : splits) {
    const List* utterances = split.list.list();
    for (size_t i = 0; utterances && i < utterances->items.size(); ++i) {
      const List* outer = utterances->items[i].list();
      const List* inner = outer && !outer->items.empty() ? outer->items[0].list() : nullptr;
      const Array* array = inner && item < inner->items.size() ? inner->items[item].array() : nullptr;
      if (array && array->shape.size() == 2 && array->count() > 0) return array->shape[1];
    }
  }
  return 0;
}

class TupleSource : public Source {
 public:
  TupleSource(DatasetInfo info, const TupleShape& shape, std::array<TupleSplit, 3> splits)
      : info_(std::move(info)), shape_(shape), splits_(std::move(splits)) {
    for (const SplitName name : kSplits) {
      const TupleSplit& split = at(name);
      if (!split.path.empty() && !split.list.list())
        throw DataError(say_place(split.path, name) + ": is " + split.list.say() +
                        ", a list of utterances was expected");
    }
    for (const Modality m : kRowStreams) info_.streams[m].width = find_width(splits_, item_of(m));
  }
  DatasetInfo info() const override { return info_; }
  std::vector<std::filesystem::path> files() const override {
    std::vector<std::filesystem::path> files;
    for (const TupleSplit& split : splits_)
      if (!split.path.empty() && std::find(files.begin(), files.end(), split.path) == files.end())
        files.push_back(split.path);
    return files;
  }
  int64_t size(SplitName name) const override {
    const List* list = at(name).list.list();
    return list ? static_cast<int64_t>(list->items.size()) : 0;
  }
  Utterance read(SplitName name, int64_t index) const override {
    const std::string where = say_place(at(name).path, name, index);
    const auto& outer = items_of(at(name).list.list()->items[static_cast<size_t>(index)], 3, where);
    const auto& inner = items_of(outer[0], shape_.items, where + ": item 0");
    const auto part = [&](size_t item) { return where + ": item 0." + std::to_string(item); };

    Utterance utterance;
    if (!outer[2].text()) throw DataError(where + ": item 2 is " + outer[2].say() + ", an id was expected");
    utterance.id = *outer[2].text();
    utterance.label = label_of(outer[1], where + ": item 1");
    const std::vector<std::string> words = texts_of(inner[shape_.words], part(shape_.words));
    utterance.text = text_of(words);
    for (const Modality m : kRowStreams) {
      utterance.streams[m] = rows_of(inner[item_of(m)], info_.streams[m].width, part(item_of(m)));
      const auto rows = static_cast<size_t>(utterance.streams[m].rows);
      if (info_.alignment == Alignment::words && rows != words.size())
        throw DataError(
            sentence("{}: {} words but {} {} rows in an aligned layout", where, words.size(), rows, word(m)));
      if (shape_.has_lengths) {
        const size_t item = m == Modality::visual ? kVisualLength : kAcousticLength;
        double length = 0;
        if (!inner[item].number(length) || !(length >= 0 && length <= INT32_MAX))
          throw DataError(part(item) + ": is " + inner[item].say() + ", a length was expected");
        utterance.streams[m].stored_length = static_cast<int64_t>(length);
      }
    }
    return utterance;
  }

 private:
  const TupleSplit& at(SplitName name) const { return splits_[static_cast<size_t>(name)]; }
  DatasetInfo info_;
  TupleShape shape_;
  std::array<TupleSplit, 3> splits_;
};

}  // namespace

bool looks_like(const Value& list, const TupleShape& shape) {
  const List* utterances = list.list();
  if (!utterances || utterances->items.empty()) return false;
  const List* outer = utterances->items[0].list();
  if (!outer || outer->items.size() != 3) return false;
  const List* inner = outer->items[0].list();
  return inner && inner->items.size() == shape.items;
}

std::unique_ptr<Source> tuple_source(DatasetInfo info, const TupleShape& shape, std::array<TupleSplit, 3> splits) {
  return std::make_unique<TupleSource>(std::move(info), shape, std::move(splits));
}

}  // namespace mmim

#include "corpus/layouts/tuples.h"

#include <algorithm>

#include "core/error.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/fields.h"

namespace mmim {

namespace {

constexpr int64_t kVisualItem = 1, kAcousticItem = 2, kVisualLength = 4, kAcousticLength = 5;

int64_t item_of_stream(Modality m) { return m == Modality::visual ? kVisualItem : kAcousticItem; }

/// The inner tuple of an utterance that is a tuple of three; None otherwise.
Value inner_tuple(const Value& utterance) {
  if (utterance.text() || size_of(utterance) != 3) return {};
  const Value inner = item_of(utterance, 0);
  return inner.array() || size_of(inner) < 0 ? Value{} : inner;
}

/// Calls `use` with the inner tuple of each utterance of a split, until it returns true; whether it did.
template <class Use>
bool any_inner(const Value& utterances, Use use) {
  if (utterances.dict() || utterances.text()) return false;
  for (int64_t i = 0; i < size_of(utterances); ++i)
    if (const Value inner = inner_tuple(item_of(utterances, i)); size_of(inner) > 0 && use(inner)) return true;
  return false;
}

class TupleSource : public Source {
 public:
  TupleSource(DatasetInfo info, const TupleShape& shape, const Opened& opened)
      : info_(std::move(info)), shape_(shape), opened_(opened) {
    for (const SplitName name : kSplits) {
      const Value& content = opened_.content(name);
      if (!is_missing(content) && (content.dict() ? !content.dict()->items.empty() : size_of(content) < 0))
        throw DataError(opened_.where(name) + ": is " + content.say() + ", a list of utterances was expected");
    }
    for (const Modality m : kRowStreams) describe_stream(m);
  }
  DatasetInfo info() const override { return info_; }
  std::vector<std::filesystem::path> files() const override { return opened_.split_files(); }
  int64_t size(SplitName name) const override { return std::max<int64_t>(0, size_of(opened_.content(name))); }

  Utterance read(SplitName name, int64_t index) const override {
    const std::string where = opened_.where(name) + ", utterance " + std::to_string(index);
    const Value outer = item_of(opened_.content(name), index);
    const Value inner = inner_tuple(outer);
    if (size_of(inner) != shape_.items)
      throw DataError(where + ": is " + outer.say() + ", ((" + std::to_string(shape_.items) +
                      " items), label, id) was expected");
    const auto part = [&](int64_t item) { return where + ": item 0." + std::to_string(item); };
    Utterance utterance{.id = joined_id(id_parts_of(item_of(outer, 2), where + ": item 2"))};
    utterance.label = label_of(item_of(outer, 1), where + ": item 1");
    const std::vector<std::string> words = words_of(item_of(inner, shape_.words), part(shape_.words));
    utterance.text = text_of(words);
    for (const Modality m : kRowStreams) {
      if (info_.streams[m].width == 0) continue;
      StreamRows& rows = utterance.streams[m] =
          rows_of(item_of(inner, item_of_stream(m)), info_.streams[m].width, part(item_of_stream(m)));
      if (info_.alignment == Alignment::words && rows.rows != static_cast<int64_t>(words.size()))
        throw DataError(where + ": " + std::to_string(words.size()) + " words but " + std::to_string(rows.rows) + " " +
                        word(m) + " rows in an aligned layout");
      const int64_t length = m == Modality::visual ? kVisualLength : kAcousticLength;
      if (shape_.has_lengths) rows.stored_length = stated_length(item_of(inner, length));
    }
    return utterance;
  }

 private:
  /// The width is that of the first rows. A split in which every utterance has None has no such stream.
  void describe_stream(Modality m) {
    std::vector<std::string> with, without;
    for (const SplitName name : kSplits) {
      if (size(name) == 0) continue;
      const Value& utterances = opened_.content(name);
      const int64_t item = item_of_stream(m);
      const auto rows_in = [&](const Value& inner) {
        if (item >= size_of(inner)) return false;
        const RowShape shape = row_shape(item_of(inner, item));
        if (info_.streams[m].width == 0 && shape.rows > 0) info_.streams[m].width = std::max<int64_t>(0, shape.width);
        return shape.rows > 0;
      };
      const bool any = any_inner(utterances, rows_in);
      const bool stated = any || any_inner(utterances, [&](const Value& inner) {
                            return item < size_of(inner) && !is_missing(item_of(inner, item));
                          });
      if (any || !stated) (any ? with : without).push_back(word(name));
    }
    if (!with.empty() && !without.empty())
      throw DataError(opened_.path.string() + ": " + listing(without) + (without.size() == 1 ? " has" : " have") +
                      " no " + word(m) + " rows, and " + listing(with) + (with.size() == 1 ? " has" : " have") +
                      " some; a data set has a stream in every split or in none");
    info_.note("stream_absent", with.empty(), "there is no " + word(m) + " stream: no utterance has rows of it");
  }

  DatasetInfo info_;
  TupleShape shape_;
  Opened opened_;
};

}  // namespace

int64_t inner_items(const Opened& opened) {
  int64_t items = 0;
  for (const SplitName split : kSplits)
    if (any_inner(opened.content(split), [&](const Value& inner) { return (items = size_of(inner)) > 0; })) break;
  return items;
}

std::string lacking_tuples(const Opened& opened, const TupleShape& shape) {
  if (inner_items(opened) == shape.items) return "";
  return "no list of tuples with an inner tuple of " + std::to_string(shape.items) + " in train, dev or test";
}

std::unique_ptr<Source> tuple_source(DatasetInfo info, const TupleShape& shape, const Opened& opened) {
  return std::make_unique<TupleSource>(opened.described(std::move(info)), shape, opened);
}

}  // namespace mmim

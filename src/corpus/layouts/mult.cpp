#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/blocks.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/label_table.h"
#include "corpus/layouts/layout.h"

namespace mmim {

namespace {

std::string mismatch(const Opened& opened) {
  if (!opened.tree.dict()) return "no pickle of a dictionary";
  const Value* train = opened.tree.find("train");
  if (!train || !train->dict()) return "no dictionary under `train`";
  for (const char* key : {"vision", "audio", "labels", "id"})
    if (!train->find(key)) return std::string("no key `") + key + "`";
  return "";
}

/// The id of every utterance as its parts: ("video_clip", ...) for MOSI, (video, start, end) for MOSEI.
std::vector<std::vector<std::string>> id_parts(const Value& value, const std::string& where) {
  std::vector<std::vector<std::string>> ids;
  if (const ObjectArray* objects = value.objects()) {
    const auto count = objects->shape.empty() ? 0 : static_cast<size_t>(objects->shape[0]);
    const std::vector<std::string> flat = texts_of(value, where);
    for (size_t i = 0; i < count; ++i) {
      const size_t parts = flat.size() / count;
      ids.emplace_back(flat.begin() + static_cast<int64_t>(i * parts),
                       flat.begin() + static_cast<int64_t>((i + 1) * parts));
    }
  } else if (const List* list = value.list()) {
    for (size_t i = 0; i < list->items.size(); ++i) {
      const std::string* text = list->items[i].text();
      ids.push_back(text ? std::vector<std::string>{*text}
                         : texts_of(list->items[i], where + ", utterance " + std::to_string(i)));
    }
  } else {
    throw DataError(where + ": is " + value.say() + ", an array of ids was expected");
  }
  for (const auto& id : ids)
    if (id.empty()) throw DataError(where + ": holds an empty id");
  return ids;
}

using Ids = std::array<std::vector<std::vector<std::string>>, 3>;

/// Fills ids and texts: by (video, clip) when the table knows every id, else row by row, each row of the same video.
void add_texts(const Opened& opened, const LabelTable& table, const Ids& ids, std::array<BlockSplit, 3>& splits) {
  bool by_id = true;
  size_t total = 0;
  for (const auto& split : ids)
    for (const auto& id : split) {
      by_id = by_id && table.text_of(id[0]);
      ++total;
    }
  if (!by_id && table.size() != total)
    throw DataError(
        sentence("{}: has {} rows for the {} utterances of {} and does not name each of them by video_id and clip_id",
                 table.path(), table.size(), total, opened.pickle));
  size_t row = 0;
  for (const SplitName name : kSplits)
    for (const auto& id : ids[static_cast<size_t>(name)]) {
      if (!by_id && table.video(row) != id[0])
        throw DataError(sentence("{}: row {} is of video {}, the utterance at its place in {} of {}", table.path(),
                                 row + 1, table.video(row), opened.pickle, id[0]));
      BlockSplit& split = splits[static_cast<size_t>(name)];
      split.texts.push_back(by_id ? *table.text_of(id[0]) : table.text(row));
      const bool timed = !by_id && id.size() == 3;
      split.ids.push_back(timed ? id[0] + "[" + id[1] + "," + id[2] + "]" : id[0]);
      ++row;
    }
}

std::unique_ptr<Source> open(const Opened& opened) {
  DatasetInfo info{.layout = "mult", .source = opened.path.string()};
  std::array<BlockSplit, 3> splits;
  Ids ids;
  bool aligned = true;
  for (const SplitName name : kSplits) {
    const std::string where = say_place(opened.pickle, name);
    const Value& entries = field(opened.tree, word(name), opened.pickle.string());
    const auto key = [&](const std::string& key) -> const Value& { return field(entries, key, where); };
    const auto at = [&](const std::string& key) { return where + ": key `" + key + "`"; };
    BlockSplit& split = splits[static_cast<size_t>(name)];
    auto& parts = ids[static_cast<size_t>(name)] = id_parts(key("id"), at("id"));
    split.labels = labels_of(key("labels"), static_cast<int64_t>(parts.size()), at("labels"));
    split.blocks.visual.emplace(key("vision"), 3, at("vision"));
    split.blocks.acoustic.emplace(key("audio"), 3, at("audio"));
    const Value* text = entries.find("text");
    aligned = aligned && text && same_length(split, Block(*text, 3, at("text")).rows());
  }
  const LabelTable table = LabelTable::beside(opened);
  add_texts(opened, table, ids, splits);
  if (aligned) info.alignment = Alignment::words;
  return block_source(std::move(info), {opened.pickle, table.path()}, std::move(splits));
}

}  // namespace

LayoutReader mult_layout() {
  return {{"mult", "mosi_data(_noalign).pkl or mosei_senti_data(_noalign).pkl, and a label CSV", "MulT, MMIM"},
          mismatch,
          open};
}

}  // namespace mmim

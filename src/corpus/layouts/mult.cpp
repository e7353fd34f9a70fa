#include "core/error.h"
#include "core/sentence.h"
#include "corpus/layouts/blocks.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/label_table.h"
#include "corpus/layouts/layout.h"

namespace mmim {

namespace {

const std::vector<std::string> kMultKeys{"labels", "id"};

std::string mult_mismatch(const Opened& opened) {
  for (const SplitName split : kSplits)
    if (opened.content(split).find("raw_text")) return "key `raw_text`, which is of the layout mmsa";
  return lacking_keys(opened, kMultKeys);
}

using Ids = std::array<std::vector<std::vector<std::string>>, 3>;

/// Fills ids and texts from the rows of the table. The parts of an id (video, start, end) become `video[start,end]`,
/// unless the table knows the clips by their first parts alone.
void add_texts(const Opened& opened, const LabelTable& table, const Ids& ids, std::array<BlockSplit, 3>& splits,
               DatasetInfo& info) {
  std::vector<std::string> plain, timed;
  for (const auto& split : ids)
    for (const auto& id : split) {
      plain.push_back(id[0]);
      timed.push_back(id.size() == 3 ? id[0] + "[" + id[1] + "," + id[2] + "]" : id[0]);
    }
  const std::vector<std::string>& all = table.names(plain) ? plain : timed;
  const LabelTable::Matched matched = table.match(all, opened.pickle);
  size_t utterance = 0;
  for (const SplitName name : kSplits)
    for (size_t i = 0; i < ids[static_cast<size_t>(name)].size(); ++i, ++utterance) {
      splits[static_cast<size_t>(name)].texts.push_back(table.text(matched.rows[utterance]));
      splits[static_cast<size_t>(name)].ids.push_back(all[utterance]);
    }
  for (const auto& notes : {table.notes(), matched.notes})
    for (const std::string& sentence : notes) info.note("label_table", 1, sentence);
}

std::unique_ptr<Source> open_mult(const Opened& opened) {
  DatasetInfo info = opened.described({.layout = "mult"});
  std::array<BlockSplit, 3> splits;
  Ids ids;
  bool aligned = true;
  for (const SplitName name : kSplits) {
    const Columns columns(opened, name);
    if (!columns.any({"id", "labels", "vision", "audio"})) continue;
    BlockSplit& split = splits[static_cast<size_t>(name)];
    auto& parts = ids[static_cast<size_t>(name)] = ids_of(columns.at("id"), columns.where("id"));
    split.labels = labels_of(columns.at("labels"), static_cast<int64_t>(parts.size()), columns.where("labels"));
    columns.read_stream(Modality::visual, {"vision", "visual"}, 3, split);
    columns.read_stream(Modality::acoustic, {"audio", "acoustic"}, 3, split);
    const Value* text = columns.find("text");
    aligned = aligned && text && size_of(*text) > 0 && same_length(split, row_shape(item_of(*text, 0)).rows);
  }
  const LabelTable table = LabelTable::beside(opened);
  add_texts(opened, table, ids, splits, info);
  if (aligned) info.alignment = Alignment::words;
  std::vector<std::filesystem::path> files = opened.split_files();
  files.push_back(table.path());
  return block_source(std::move(info), std::move(files), std::move(splits));
}

}  // namespace

LayoutReader mult_layout() {
  return {{"mult", "mosi_data(_noalign).pkl or mosei_senti_data(_noalign).pkl, and a label CSV", "MulT, MMIM"},
          mult_mismatch,
          open_mult,
          kMultKeys};
}

}  // namespace mmim

#include "corpus/layouts/blocks.h"

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "corpus/layouts/fields.h"

namespace mmim {

Block::Block(const Value& value, size_t dimensions, const std::string& where) {
  const Array* array = value.array();
  if (!array || array->shape.size() != dimensions)
    throw DataError(sentence("{}: is {}, an array of {} dimensions was expected", where, value.say(), dimensions));
  if (array->shape.back() == 0) throw DataError(where + ": is " + value.say() + ", which has no features");
  array_ = *array;
}

std::vector<float> Block::values(int64_t utterance) const {
  const size_t bytes = static_cast<size_t>(rows() * width()) * size_of(array_.type);
  const auto own = array_.bytes.subspan(static_cast<size_t>(utterance) * bytes, bytes);
  std::vector<float> floats = Array{array_.type, {rows(), width()}, own, array_.owner}.to_floats();
  give_back(own);
  return floats;
}

namespace {

class BlockSource : public Source {
 public:
  BlockSource(DatasetInfo info, std::vector<std::filesystem::path> files, std::array<BlockSplit, 3> splits)
      : info_(std::move(info)), files_(std::move(files)), splits_(std::move(splits)) {
    for (const SplitName split : kSplits) check(split);
  }
  DatasetInfo info() const override { return info_; }
  std::vector<std::filesystem::path> files() const override { return files_; }
  int64_t size(SplitName split) const override {
    return static_cast<int64_t>(splits_[static_cast<size_t>(split)].labels.size());
  }
  Utterance read(SplitName name, int64_t index) const override {
    const BlockSplit& split = splits_[static_cast<size_t>(name)];
    const auto at = static_cast<size_t>(index);
    Utterance utterance{.id = split.ids[at], .text = split.texts[at], .label = split.labels[at]};
    for (const Modality m : kRowStreams) {
      if (!split.blocks[m]) continue;
      utterance.streams[m] = {split.blocks[m]->values(index), split.blocks[m]->rows(),
                              split.lengths[m].empty() ? -1 : split.lengths[m][at]};
    }
    if (!split.joint_lengths.empty()) utterance.joint_length = split.joint_lengths[at];
    return utterance;
  }

 private:
  void check(SplitName name) {
    const BlockSplit& split = splits_[static_cast<size_t>(name)];
    const std::string where = say_place(info_.source, name);
    const size_t count = split.labels.size();
    const auto agree = [&](size_t size, const std::string& column, bool optional) {
      if (size != count && !(optional && size == 0))
        throw DataError(sentence("{}: has {} labels but {} {}", where, count, size, column));
    };
    agree(split.ids.size(), "ids", false);
    agree(split.texts.size(), "texts", false);
    agree(split.joint_lengths.size(), "text masks", true);
    for (const Modality m : kRowStreams) {
      agree(split.lengths[m].size(), word(m) + " lengths", true);
      if (!split.blocks[m]) continue;
      const Block& block = *split.blocks[m];
      agree(static_cast<size_t>(block.size()), word(m) + " sequences", false);
      StreamInfo& stream = info_.streams[m];
      if (stream.width != 0 && stream.width != block.width())
        throw DataError(sentence("{}: the {} stream has {} features, the split before it {}", where, word(m),
                                 block.width(), stream.width));
      stream.width = block.width();
      // One row per utterance is an average over time, not a sequence with padding.
      stream.published_length = std::max(stream.published_length, block.rows() == 1 ? 0 : block.rows());
    }
  }

  DatasetInfo info_;
  std::vector<std::filesystem::path> files_;
  std::array<BlockSplit, 3> splits_;
};

}  // namespace

std::unique_ptr<Source> block_source(DatasetInfo info, std::vector<std::filesystem::path> files,
                                     std::array<BlockSplit, 3> splits) {
  return std::make_unique<BlockSource>(std::move(info), std::move(files), std::move(splits));
}

bool same_length(const BlockSplit& split, int64_t text_length) {
  return split.blocks.visual && split.blocks.acoustic && split.blocks.visual->rows() == text_length &&
         split.blocks.acoustic->rows() == text_length;
}

}  // namespace mmim

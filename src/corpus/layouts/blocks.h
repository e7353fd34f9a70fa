#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/source.h"
#include "formats/value.h"

namespace mmim {

/// Rows of all utterances of a split in one array (N, T, d), or (N, d): one row each.
class Block {
 public:
  /// DataError when `value` is no array of numbers with three (two) dimensions.
  Block(const Value& value, size_t dimensions, const std::string& where);
  int64_t size() const { return array_.shape[0]; }
  int64_t rows() const { return array_.shape.size() == 3 ? array_.shape[1] : 1; }
  int64_t width() const { return array_.shape.back(); }
  std::vector<float> values(int64_t utterance) const;

 private:
  Array array_;
};

/// One split of a layout that keeps columns, not utterances. Empty vectors: not stated by the layout.
struct BlockSplit {
  std::vector<std::string> ids, texts;
  std::vector<float> labels;
  PerModality<std::optional<Block>> blocks;
  PerModality<std::vector<int64_t>> lengths;
  std::vector<int64_t> joint_lengths;
};

/// A source over such splits; widths and published lengths of `info` are taken from the blocks. DataError names
/// `info.source`, split and column when columns differ in size or blocks in width.
std::unique_ptr<Source> block_source(DatasetInfo info, std::vector<std::filesystem::path> files,
                                     std::array<BlockSplit, 3> splits);

/// Whether the visual and acoustic blocks have `text_length` rows each: the mark of aligned data.
bool same_length(const BlockSplit& split, int64_t text_length);

}  // namespace mmim

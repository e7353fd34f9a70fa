#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"
#include "corpus/source.h"
#include "formats/value.h"

namespace mmim {

/// Rows of all utterances of a split: an array (N, T, d), or a column of (rows, d) each. With two dimensions an
/// utterance has one row: (N, d). Where three are wanted and two are there, each utterance has one row too.
class Block {
 public:
  /// DataError when `value` is none of them. Rows are read later, by `read`.
  Block(const Value& value, size_t dimensions, const std::string& where);
  int64_t size() const { return size_; }
  int64_t rows() const { return rows_; }  ///< of each utterance that has any; 0: they differ
  int64_t width() const { return width_; }
  bool lacks_time() const { return lacks_time_; }    ///< (N, d) where (N, T, d) is usual
  const std::string& said() const { return said_; }  ///< "PATH: split train: key `audio`: is a float32 array (5, 3)"
  bool is_array() const { return is_array_; }        ///< one array: utterances are as long as each other by padding
  StreamRows read(int64_t utterance, const std::string& where) const;  ///< DataError when the width is another

 private:
  Value value_;
  size_t dimensions_;
  int64_t size_ = 0, rows_ = 0, width_ = 0;
  bool is_array_ = false, lacks_time_ = false;
  std::string said_;
};

/// One split of a layout that keeps columns, not utterances. Empty vectors: not stated by the layout.
struct BlockSplit {
  std::vector<std::string> ids, texts;
  std::vector<float> labels;
  PerModality<std::optional<Block>> blocks;
  PerModality<std::string> absent;  ///< why there is no block: "key `vision` is missing"
  PerModality<std::vector<int64_t>> lengths;
  std::vector<TextMask> masks;
};

/// A split that is a dictionary of columns.
class Columns {
 public:
  Columns(const Opened& opened, SplitName split);
  /// Whether the split has utterances: it is there and one of these columns is not empty.
  bool any(std::initializer_list<const char*> keys) const;
  const Value& at(const std::string& key) const { return field(entries_, key, where_); }  ///< DataError: missing
  const Value* find(const std::string& key) const { return entries_.find(key); }
  std::string where(const std::string& key) const { return where_ + ": key `" + key + "`"; }
  /// Reads the stream under the first of `keys` that is there; an absent stream leaves the reason in `split`.
  void read_stream(Modality m, std::initializer_list<const char*> keys, size_t dimensions, BlockSplit& split) const;

 private:
  const Value& entries_;
  std::string where_;
};

/// A source over such splits; widths and published lengths of `info` are taken from the blocks. DataError names
/// `info.source`, split and column when columns differ in size, blocks in width, or only some splits have a stream.
std::unique_ptr<Source> block_source(DatasetInfo info, std::vector<std::filesystem::path> files,
                                     std::array<BlockSplit, 3> splits);

/// Ids "train:0", "train:1", ... of utterances that have none.
std::vector<std::string> numbered_ids(SplitName split, int64_t count);

/// Whether the streams that are there have `text_length` rows each: the mark of aligned data.
bool same_length(const BlockSplit& split, int64_t text_length);

/// "" when a split of a dictionary holds all `keys`, else what is lacking.
std::string lacking_keys(const Opened& opened, const std::vector<std::string>& keys);

}  // namespace mmim

#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/options.h"
#include "corpus/dataset.h"
#include "corpus/lengths.h"
#include "corpus/utterance.h"

namespace mmim {

/// The name of a FeatureSet that other programs made: rows of a table of own features.
inline constexpr const char* kOwnFeatureSet = "own-features";

/// A published layout (or the synthetic generator): utterances one at a time, so that importing costs little memory.
class Source {
 public:
  virtual ~Source() = default;
  virtual DatasetInfo info() const = 0;  ///< layout, source, widths, published lengths, alignment
  virtual std::vector<std::filesystem::path> files() const { return {}; }  ///< what it reads, for source_sha256
  virtual int64_t size(SplitName split) const = 0;
  virtual Utterance read(SplitName split, int64_t index) const = 0;  ///< DataError names split and row
};

/// What becomes of labels beyond the range of a data set: a DataError, or the nearer end of the range.
enum class OutOfRange { refuse, clamp };

struct ImportOptions {
  LengthRule lengths = LengthRule::trimmed;
  NonFinite non_finite = NonFinite::zero;
  OutOfRange out_of_range = OutOfRange::refuse;
  std::vector<std::string> label_range{};  ///< StatedRanges::of
  std::string name{};                      ///< overrides the data set's name
  void list(Options& o);
};

/// What a person says of a table of own features (layout `table`); other layouts take none of it.
struct TableOptions {
  std::vector<std::string> columns{};  ///< ROLE=NAME: the column that is the id, text, label, split, ...
  std::string split{};                 ///< shares (SplitShares) by which splits are drawn; empty: none are
  int64_t split_seed = 1111;
  std::filesystem::path visual{}, acoustic{};  ///< folders of features that lie elsewhere
  std::vector<std::string> time_axis{};        ///< [STREAM=]first or last: the axis of arrays that is time
  std::string given() const;                   ///< the first option that is given, "--split"; or ""
};

/// Opens `path` (a file or folder) as the published layout it is, or as an imported data set; `layout` forces one by
/// name. DataError says per layout why nothing fits. `labels` names the label CSV of MulT-style pickles or the listing
/// of folds of CMU SDK files where they do not lie beside them, or the table of own features in the folder `path`.
/// UsageError for `table` where the layout is another.
std::unique_ptr<Source> open_source(const std::filesystem::path& path, const std::string& layout = "",
                                    const std::filesystem::path& labels = {}, const TableOptions& table = {});

/// A layout by name, the files it consists of, and whose it is.
struct LayoutEntry {
  std::string name, files, origin;
};
/// Every layout, in the order they are tried.
std::vector<LayoutEntry> layouts();

/// A data set as a source: what inspecting or importing it again reads.
std::unique_ptr<Source> source_of(Dataset dataset, const std::filesystem::path& folder);

/// Applies length and non-finite rules and writes the data-set folder atomically, reading utterances one at a time;
/// returns it opened. UsageError when `folder` holds anything but a data set.
Dataset import_dataset(const Source& source, const ImportOptions& options, const std::filesystem::path& folder);
/// The same in memory.
Dataset assemble(const Source& source, const ImportOptions& options);

}  // namespace mmim

#pragma once
#include <span>

#include "report/rows.h"

namespace mmim {

struct ReportOptions {
  std::string title;               ///< default: the experiment's name
  std::string baseline;            ///< the row that others are compared with; default "MMIM", or the first
  std::vector<std::string> order;  ///< of rows; those not named follow as they stand
  std::vector<std::string> marks;  ///< sentences that a reader must see above all numbers
};

/// One table: the rows of cells that may be compared (data, split, text encoder, protocol; synthetic and real never
/// share one).
struct Section {
  std::string title;
  Provenance provenance;  ///< what all cells have in common
  int64_t utterances = 0, videos = 0;
  std::optional<std::string> baseline;  ///< the row that others are compared with; none: there is nothing to compare
  std::vector<std::string> marks;       ///< sentences that a reader must see beside the numbers
  std::vector<TableRow> rows;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("title", self.title);
    visit("data", self.provenance.data);
    visit("fingerprint", self.provenance.fingerprint);
    visit("synthetic", self.provenance.synthetic);
    visit("split", self.provenance.split);
    visit("utterances", self.utterances);
    visit("videos", self.videos);
    visit("encoder", self.provenance.encoder);
    visit("encoder_sha256", self.provenance.encoder_sha256);
    visit("protocol", self.provenance.protocol);
    visit("baseline", self.baseline);
    visit("marks", self.marks);
    visit("rows", self.rows);
  }
};

/// Options in which the runs of some rows differ from what the names of the rows tell.
struct RowChanges {
  std::vector<std::string> rows, options;  ///< options: "train.epochs = 12"

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("rows", self.rows);
    visit("options", self.options);
  }
};

/// The one structure that every form of a report is made of.
struct Report {
  std::string experiment, title;
  int64_t finished = 0, failed = 0;  ///< cells
  std::vector<std::string> marks;    ///< sentences that a reader must see above all numbers
  std::vector<RowChanges> changes;   ///< rows of the same changes together, in the order of the rows
  std::vector<Section> sections;

  /// For report.html and tables.json, with metrics and columns of the first section's scale; a section of another
  /// scale has its own. "label_range" where it is not -3 to 3.
  Json to_json() const;
};

/// UsageError when there is no cell, or no row of the baseline's name; DataError when a row has two finished cells of
/// one seed.
Report report_of(std::span<const Cell> cells, const ReportOptions& options);

}  // namespace mmim

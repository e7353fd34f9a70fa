#pragma once
#include "core/record.h"
#include "metrics/spread.h"
#include "report/columns.h"
#include "report/curves.h"
#include "report/tests.h"

namespace mmim {

/// The values of one number by seed, NaN where undefined, with their mean and deviation.
struct SeedValues {
  Spread spread;
  std::vector<double> values;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("mean", self.spread.mean);
    visit("sd", self.spread.deviation);
    visit("values", self.values);
  }
};

/// A run that ended without a number.
struct Failure {
  std::string cell;
  int64_t seed = 0;
  std::string reason;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("cell", self.cell);
    visit("seed", self.seed);
    visit("reason", self.reason);
  }
};

/// One metric as selection as published would have reported it, beside what selection on valid does.
struct PublishedMetric {
  Spread published;
  double selected = 0;   ///< mean
  double inflation = 0;  ///< how much better the published number looks, whatever the metric's direction

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("published", self.published.mean);
    visit("published_sd", self.published.deviation);
    visit("selected", self.selected);
    visit("inflation", self.inflation);
  }
};

/// Both over the cells in whose training test was watched.
struct Published {
  int64_t cells = 0;
  ByMetric<PublishedMetric> metrics;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("n", self.cells);
    visit("metrics", self.metrics);
  }
};

/// One cell of a row and where its numbers come from.
struct Origin {
  std::string cell;
  int64_t seed = 0;
  bool finished = false;
  Provenance provenance;
  int64_t epochs = 0, best_epoch = 0, parameters = 0;
  double seconds = 0;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("cell", self.cell);
    visit("seed", self.seed);
    visit("finished", self.finished);
    visit("protocol", self.provenance.protocol);
    visit("data", self.provenance.data);
    visit("fingerprint", self.provenance.fingerprint);
    visit("encoder", self.provenance.encoder);
    visit("encoder_sha256", self.provenance.encoder_sha256);
    visit("configuration_sha256", self.provenance.configuration_sha256);
    visit("version", self.provenance.version);
    visit("program", self.provenance.program);
    visit("machine", self.provenance.machine);
    visit("epochs", self.epochs);
    visit("best_epoch", self.best_epoch);
    visit("parameters", self.parameters);
    visit("seconds", self.seconds);
  }
};

/// What an analysis measured, averaged over the cells that have it: a tree of the shape that the analysis writes
/// (results/mean_json.h), named at robustness(), conformal_json(), classes_json() and slices_json().
struct Analysis {
  int64_t cells = 0;
  Json mean;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("n", self.cells);
    visit("mean", self.mean);
  }
};

/// One row of a table: a system over its seeds.
struct TableRow {
  std::string name, system, note;
  int64_t runs = 0;  ///< finished ones
  std::vector<int64_t> seeds;
  std::vector<Failure> failed;
  SeedValues valid_mae;
  ByMetric<SeedValues> metrics;
  std::optional<Published> published;
  std::vector<Origin> origins;  ///< of finished cells by seed, then of failed ones
  std::optional<EpochCurves> curves;
  std::optional<UpdateCurves> steps;
  std::optional<Analysis> conformal, classes, slices, robustness;
  std::optional<Against> against;  ///< the baseline; none of the baseline itself

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("name", self.name);
    visit("system", self.system);
    visit("note", self.note);
    visit("n", self.runs);
    visit("seeds", self.seeds);
    visit("failed", self.failed);
    visit("valid_mae", self.valid_mae);
    visit("metrics", self.metrics);
    visit("published", self.published);
    visit("provenance", self.origins);
    visit("curves", self.curves);
    visit("steps", self.steps);
    visit("conformal", self.conformal);
    visit("classes", self.classes);
    visit("slices", self.slices);
    visit("robustness", self.robustness);
    visit("against", self.against);
  }
};

/// All of a row but its tests. Robustness is left out where it was not drawn alike (robustness_drawn_alike).
TableRow row_of(const RowCells& cells, Scale scale);

/// Whether the robustness of all cells of a row has the same seed, shares and numbers of draws and may be averaged.
bool robustness_drawn_alike(const RowCells& row);

}  // namespace mmim

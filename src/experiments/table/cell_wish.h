#pragma once
#include "experiments/table/plan.h"

namespace mmim {

/// What an experiment wants of a cell; kept in the run folder as wanted.json, its configuration as wanted.toml.
struct CellWish {
  std::string experiment;
  CellPlan plan;  ///< read back without its configuration
  bool robustness = false, keep_weights = false;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("experiment", self.experiment);
    visit("row", self.plan.row);
    visit("note", self.plan.note);
    visit("name", self.plan.name);
    visit("data", self.plan.provenance.data);
    visit("encoder", self.plan.provenance.encoder);
    visit("synthetic", self.plan.provenance.synthetic);
    visit("configuration_sha256", self.plan.provenance.configuration_sha256);
    visit("data_fingerprint", self.plan.provenance.fingerprint);
    visit("encoder_sha256", self.plan.provenance.encoder_sha256);
    visit("program_sha256", self.plan.provenance.program);
    visit("robustness", self.robustness);
    visit("keep_weights", self.keep_weights);
  }
};

/// wanted.json of the run folder `run`.
void write_wish(const std::filesystem::path& run, const CellWish& wish);
CellWish read_wish(const std::filesystem::path& run);  ///< DataError names the file and the key that is damaged

}  // namespace mmim

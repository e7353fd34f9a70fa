#include "predict/build_model.h"

#include <algorithm>

#include "core/error.h"

namespace mmim {

namespace {

bool has_both_signs(const Split& split) {
  bool positive = false, negative = false;
  for (int64_t i = 0; i < split.size(); ++i) {
    positive = positive || split.label(i) > 0;
    negative = negative || split.label(i) < 0;
  }
  return positive && negative;
}

void check_has_column(const std::string& name, const DatasetInfo& info, const std::string& model) {
  std::vector<std::string> there;
  for (const LabelColumn& column : info.columns) there.push_back(column.name);
  if (std::find(there.begin(), there.end(), name) != there.end()) return;
  throw DataError(info.name + ": model " + model + " needs further labels `" + name + "`, and there " +
                  (there.empty() ? "are none" : "is " + listing(there)) +
                  "; import a set that has them, such as CH-SIMS");
}

}  // namespace

std::shared_ptr<Model> build_model(const RunConfig& config, const BertOptions& text, const DataCard& card) {
  ModelInputs inputs{card.widths(),
                     text,
                     config.train.compute,
                     card.padded(config.text.limits().total()),
                     card.labels,
                     config.text.pool,
                     config.text.context > 0};
  for (const Modality m : kRowStreams)
    if (inputs.widths[m] == 0) {
      inputs.widths[m] = 1;
      inputs.padded[m] = {config.text.limits().total(), Side::back};
    }
  try {
    return config.model_options->build(inputs);
  } catch (const ConfigError& error) {
    throw ConfigError("model " + config.model + ": " + error.what());
  }
}

void check_needs(const Needs& needs, const Dataset& dataset, const std::string& model) {
  check_needs_to_predict(needs, dataset, model);
  for (const std::string& name : needs.label_columns) check_has_column(name, dataset.info, model);
  if (needs.both_signs && !has_both_signs(dataset.split(SplitName::train)))
    throw DataError(dataset.info.name + ": model " + model +
                    " needs positive and negative labels in split train, where labels are read from " +
                    say(dataset.info.labels) + "; use a set that has both, or " +
                    (needs.one_sign.empty() ? "a model without classes of them" : "`--set " + needs.one_sign + "`"));
}

void check_needs_to_predict(const Needs& needs, const Dataset& dataset, const std::string& model) {
  for (const Modality modality : needs.modalities)
    if (modality != Modality::text && dataset.info.streams[modality].width == 0)
      throw DataError(dataset.info.name + ": model " + model + " needs the " + word(modality) +
                      " stream, which is not there; use a set that has it, or text-only, or mmim with mmim.modalities");
  if (needs.aligned && dataset.info.alignment == Alignment::none)
    throw DataError(dataset.info.name + ": model " + model +
                    " needs rows that belong to words or word pieces, and this set is not aligned; import an aligned "
                    "version of it (`mmim inspect` tells)");
}

}  // namespace mmim

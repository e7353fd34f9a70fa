#pragma once
#include "corpus/dataset.h"
#include "predict/model_folder.h"

namespace mmim {

/// The model of a configuration for data as a card has them and a text encoder of a geometry; weights are LibTorch's
/// draws. A stream that is not there gets a width of 1, so that the model can be asked what it needs. ConfigError
/// "model NAME: ..." where options do not fit each other or the data.
std::shared_ptr<Model> build_model(const RunConfig& config, const BertOptions& text, const DataCard& card);

/// DataError naming the model, what it needs and the nearest remedy when the data set lacks it.
void check_needs(const Needs& needs, const Dataset& dataset, const std::string& model);
/// The same for predicting: labels may be what they are.
void check_needs_to_predict(const Needs& needs, const Dataset& dataset, const std::string& model);

}  // namespace mmim

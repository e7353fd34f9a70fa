#pragma once
#include "published/systems/system.h"

namespace mmim {

/// Every system whose published weights can be imported, in the order of the catalogue of models.
const std::vector<PublishedSystem>& published_systems();
/// That of a model, or UsageError naming the models that have one.
const PublishedSystem& published_system(const std::string& model);
/// The models of published_systems().
std::vector<std::string> published_models();

}  // namespace mmim

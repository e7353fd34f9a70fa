#include "published/catalog.h"

#include "core/error.h"

namespace mmim {

/// Each is a file in systems/.
PublishedSystem published_tfn();
PublishedSystem published_lmf();
PublishedSystem published_mfm();
PublishedSystem published_iccn();
PublishedSystem published_mult();
PublishedSystem published_misa();
PublishedSystem published_mag_bert();
PublishedSystem published_self_mm();
PublishedSystem published_mmim();

const std::vector<PublishedSystem>& published_systems() {
  static const std::vector<PublishedSystem> all{
      published_tfn(),  published_lmf(),      published_mfm(),     published_iccn(), published_mult(),
      published_misa(), published_mag_bert(), published_self_mm(), published_mmim(),
  };
  return all;
}

const PublishedSystem& published_system(const std::string& model) {
  for (const PublishedSystem& system : published_systems())
    if (system.model == model) return system;
  throw UsageError("no published code has weights of model " + model + "; they can be those of " +
                   listing(published_models()));
}

std::vector<std::string> published_models() {
  std::vector<std::string> names;
  for (const PublishedSystem& system : published_systems()) names.push_back(system.model);
  return names;
}

}  // namespace mmim

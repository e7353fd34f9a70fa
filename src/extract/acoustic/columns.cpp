#include <string>

#include "extract/acoustic/acoustic.h"

namespace mmim {

namespace {

std::vector<std::string> names_of_columns() {
  std::vector<std::string> names{"F0",  "VUV",       "NAQ", "QOQ",     "H1H2", "PSP",
                                 "MDQ", "peakSlope", "Rd",  "Rd_conf", "creak"};
  const auto add = [&](const std::string& name, int count) {
    for (int i = 0; i < count; ++i) names.push_back(name + "_" + std::to_string(i));
  };
  add("MCEP", 25);
  add("HMPDM", 25);
  add("HMPDD", 13);
  return names;
}

}  // namespace

const std::vector<size_t>& mosi_columns() {
  static const std::vector<size_t> columns{1, 3, 6, 25, 60};
  return columns;
}

const std::vector<std::string>& acoustic_columns() {
  static const std::vector<std::string> names = names_of_columns();
  return names;
}

void AcousticOptions::list(Options& options) {
  options.add("compat", compat,
              {.meaning = "whether the numbers are those of COVAREP, its peculiarities included (docs/acoustic.md)"});
  options.choice(
      "view", view, {{"all", AcousticView::all}, {"mosi", AcousticView::mosi}},
      {.meaning = "the 74 columns, or the five that CMU-MOSI is used with: VUV, QOQ, MDQ, MCEP_14, HMPDM_24"});
}

}  // namespace mmim

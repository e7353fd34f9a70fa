#include "extract/clip/extract_options.h"

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/feature_difference.h"
#include "extract/visual/face_bundle.h"

namespace mmim {

namespace {

constexpr const char* kMaker = "mmim-clips-1";  ///< the number rises when the same clip gives other rows

Json models_of(const ExtractOptions& options) {
  Json models = Json::object();
  if (options.faces) models["face"] = kFaceBundleSha256;
  if (options.rows == RowTimes::words) models["words"] = "pocketsphinx en-us";
  return models;
}

std::vector<std::string> columns_of(AcousticView view) {
  const std::vector<std::string>& all = acoustic_columns();
  if (view == AcousticView::all) return all;
  std::vector<std::string> some;
  for (const size_t column : mosi_columns()) some.push_back(all[column]);
  return some;
}

}  // namespace

void ExtractOptions::list(Options& o) {
  o.choice(
      "rows", rows, {{"own", RowTimes::own}, {"words", RowTimes::words}, {"fixed", RowTimes::fixed}},
      {.meaning = "where rows stand: own: every 10 ms of sound and every picture; words: one for each word; fixed: "
                  "so many a second",
       .source = "CMU-MOSI: words; CMU-MOSI without alignment: fixed"});
  o.add("acoustic_rate", acoustic_rate,
        {.meaning = "acoustic rows a second where rows are fixed",
         .range = between(0.1, 100),
         .source = "CMU-MOSEI: 20"});
  o.add("visual_rate", visual_rate,
        {.meaning = "visual rows a second where rows are fixed", .range = between(0.1, 60), .source = "CMU-MOSEI: 15"});
  o.add("faces", faces, {.meaning = "whether there is a visual stream"});
  o.section("acoustic", acoustic);
  o.section("visual", visual);
}

FeatureSet feature_set_of(ExtractOptions options) {
  const ExtractOptions standard;
  if (options.rows != RowTimes::fixed) {  // settings without an effect make no other rows
    options.acoustic_rate = standard.acoustic_rate;
    options.visual_rate = standard.visual_rate;
  }
  if (!options.faces) {
    options.visual = standard.visual;
    options.visual_rate = standard.visual_rate;
  }
  FeatureSet set{.name = kMaker};
  set.settings = {{"options", Options(options).numbers()}, {"models", models_of(options)}};
  set.columns.acoustic = columns_of(options.acoustic.view);
  if (options.faces) set.columns.visual = visual_columns(options.visual.view);
  return set;
}

ExtractOptions options_of(const FeatureSet& set, const std::string& where) {
  ExtractOptions options;
  const auto refuse = [&](const std::string& why) {
    throw DataError(
        sentence("{}: its rows are {}, which this program makes from no clip ({})", where, maker_of(set), why));
  };
  if (set.name != kMaker) refuse(sentence("it makes {}", kMaker));
  if (!set.settings.contains("options")) refuse("the settings lack `options`");
  try {
    const Options listed(options);
    listed.merge(set.settings.at("options"), where);
    listed.fill_earlier(set.settings.at("options"));
  } catch (const ConfigError& error) {
    refuse(error.what());
  }
  if (const FeatureSet ours = feature_set_of(options); ours.hash() != set.hash()) refuse(difference(set, ours));
  return options;
}

}  // namespace mmim

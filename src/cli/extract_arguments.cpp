#include "cli/extract_arguments.h"

#include "core/error.h"

namespace mmim {

namespace {

/// For an option that people look for, and that help does not list.
[[noreturn]] void refuse_creak_model(const std::string&) {
  throw UsageError(
      "--creak-model: creaky voice is not measured, and the column creak is 0: its network is data under the GPL, "
      "which "
      "is not here, and its twelve measures are specified nowhere to the number");
}

}  // namespace

void add_extract_arguments(CLI::App& command, ExtractArguments& arguments, const std::string& rows) {
  const std::string group = "Rows";
  command
      .add_option("--rows", arguments.rows,
                  "own: as measured; words: one for each word; fixed: so many a second" + rows)
      ->group(group);
  command
      .add_option("--acoustic-rate", arguments.acoustic_rate, "acoustic rows a second of --rows fixed (default: 20)")
      ->group(group);
  command.add_option("--visual-rate", arguments.visual_rate, "visual rows a second of --rows fixed (default: 15)")
      ->group(group);
  command.add_option("--acoustic-view", arguments.acoustic_view, "all: 74 columns; mosi: the five of CMU-MOSI")
      ->capture_default_str()
      ->group(group);
  command.add_option("--visual-view", arguments.visual_view, "all: 80 columns (default); au: 20 action units")
      ->group(group);
  command.add_flag("--compat", arguments.compat, "the numbers of COVAREP, its peculiarities included")->group(group);
  command.add_option_function<std::string>("--creak-model", refuse_creak_model)->expected(0, 1)->group("");
  command.add_option("--pictures", arguments.pictures, "pictures a second that are looked at (default: 30)")
      ->group(group);
  command.add_flag("--no-faces", arguments.no_faces, "no visual stream")->group(group);
  command.add_option("--face-model", arguments.face_model, "MediaPipe's face model (default: where ./dev face put it)")
      ->type_name("FILE")
      ->group(group);
}

std::string ExtractArguments::of_faces() const {
  if (pictures) return "--pictures";
  if (visual_view) return "--visual-view";
  if (visual_rate) return "--visual-rate";
  return face_model.empty() ? "" : "--face-model";
}

ExtractOptions options_of(const ExtractArguments& arguments, const std::string& rows, const std::string& wants_faces,
                          const std::function<void(const std::string&)>& say) {
  ExtractOptions options;
  const Options listed(options);
  listed.set("rows", arguments.rows.empty() ? rows : arguments.rows);
  if (arguments.acoustic_rate) listed.set("acoustic_rate", *arguments.acoustic_rate);
  if (arguments.visual_rate) listed.set("visual_rate", *arguments.visual_rate);
  if (options.rows != RowTimes::fixed && (arguments.acoustic_rate || arguments.visual_rate))
    throw UsageError(std::string(arguments.acoustic_rate ? "--acoustic-rate" : "--visual-rate") +
                     ": is for --rows fixed");
  listed.set("acoustic.compat", arguments.compat);
  listed.set("acoustic.view", arguments.acoustic_view);
  if (arguments.visual_view) listed.set("visual.view", *arguments.visual_view);
  if (arguments.pictures) listed.set("visual.rate", *arguments.pictures);
  listed.set("visual.face_model", arguments.face_model);
  options.faces = !arguments.no_faces;
  const std::string asks = wants_faces.empty() ? arguments.of_faces() : wants_faces;
  if (!options.faces && !asks.empty()) throw UsageError(asks + ": is for faces, and --no-faces leaves them out");
  if (!options.faces) return options;
  const std::string lacking = faces_are_lacking(options.visual);
  if (lacking.empty()) return options;
  if (!asks.empty()) throw Error(asks + ": " + lacking);
  say("no visual stream: " + lacking);
  options.faces = false;
  return options;
}

}  // namespace mmim

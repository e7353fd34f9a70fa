#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/extract_arguments.h"
#include "cli/look/clip_figure.h"
#include "cli/look/clip_lines.h"
#include "cli/named_files.h"
#include "cli/source_arguments.h"
#include "core/error.h"
#include "core/files.h"
#include "core/process.h"
#include "core/stop.h"
#include "extract/clip/streams_file.h"
#include "extract/folder/extract_folder.h"
#include "extract/media/media_file.h"
#include "extract/media/wav.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct ExtractCommand {
  std::string source, folder;
  ExtractArguments rows;
  std::string text, words;  ///< of a clip
  std::string streams, acoustic_csv, visual_csv, words_csv, plot;
  bool json = false;
  std::string labels, clips_csv, out_of_range = "refuse";  ///< of a folder
  FolderOptions folders;
  int64_t threads = 0;
};

void say(const std::string& sentence) { std::fprintf(stderr, "mmim: %s\n", sentence.c_str()); }

void write_rows(const std::string& file, const Track& track, const std::string& clip, const std::string& stream) {
  if (file.empty()) return;
  if (track.rows() == 0) throw DataError(clip + ": has no " + stream + " row, so " + file + " is not written");
  write_csv(file, track);
}

void check_files(const ExtractCommand& given) {
  std::vector<NamedFile> outputs{{"--acoustic-csv", given.acoustic_csv},
                                 {"--visual-csv", given.visual_csv},
                                 {"--words-csv", given.words_csv},
                                 {"--plot", given.plot}};
  if (!given.streams.empty())
    for (const char* ending : {".safetensors", ".json"}) outputs.push_back({"--streams", given.streams + ending});
  expect_outputs(
      outputs,
      {{"the clip", given.source}, {"the file of --words", given.words}, {"the face model", given.rows.face_model}});
}

/// The settings of a clip, of which no option may be without effect.
ExtractOptions options_for(const ExtractCommand& given) {
  ExtractArguments rows = given.rows;
  const std::string wants_faces = given.visual_csv.empty() ? "" : "--visual-csv";
  const std::string of_faces = wants_faces.empty() ? rows.of_faces() : wants_faces;
  if (!of_faces.empty() && is_wav(MappedFile(given.source).bytes()))
    throw UsageError(of_faces + ": is for pictures, and " + given.source + " is sound alone");
  const bool tables_alone = !given.acoustic_csv.empty() && (given.streams + given.plot).empty();
  if (tables_alone && of_faces.empty()) rows.no_faces = true;
  return options_of(rows, "own", wants_faces, say);
}

int extract_clip(const ExtractCommand& given) {
  check_files(given);
  expect_utf8("--text", given.text);
  if (!given.words_csv.empty() && (given.text + given.words).empty())
    throw UsageError("--words-csv: needs --text or --words, whose words it lists");
  if (!given.plot.empty()) expect_gnuplot();
  expect_media(given.source);
  const ExtractOptions options = options_for(given);
  const int64_t threads = threads_of_each(given.threads, 1);
  Extractor extractor(options, !(given.text + given.words).empty(), threads);
  const ClipStreams streams = extractor.extract({given.source, given.text, given.words});
  write_rows(given.acoustic_csv, streams.acoustic, given.source, "acoustic");
  write_rows(given.visual_csv, streams.visual, given.source, "visual");
  if (!given.words_csv.empty()) write_file_atomically(given.words_csv, words_csv(streams.words));
  if (!given.streams.empty())
    write_streams(given.streams, streams, {{"features", feature_set_of(options).to_json()}, {"text", given.text}});
  if (!given.plot.empty())
    write_file_atomically(given.plot, drawn(clip_figure(streams, given.source), PlotFormat::svg));
  if (given.json)
    std::cout << clip_json(streams).dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
  else
    std::cout << say_clip(streams, given.source);
  return 0;
}

int extract_clips(ExtractCommand& given) {
  if (given.folder.empty())
    throw UsageError(given.source + ": is a folder; name the data set to write, `mmim extract FOLDER OUT`");
  FolderOptions& options = given.folders;
  expect_utf8("--name", options.importing.name);
  Options(options.importing).set("out_of_range", given.out_of_range);
  options.labels = given.labels;
  options.extraction.threads = given.threads;
  const NamedFile clips_csv{"--clips-csv", given.clips_csv};
  expect_outside(clips_csv, {"which this command writes", given.folder});
  expect_outside(clips_csv, {"which this command writes", clips_beside(given.folder)});
  expect_outputs({clips_csv}, {{"the table of clips", given.labels}, {"the face model", given.rows.face_model}});
  options.clips_csv = given.clips_csv;
  options.extract = options_of(given.rows, "fixed", "", say);
  stop_on_signals();
  ClipProgress progress(::isatty(STDERR_FILENO) != 0);
  const auto extracted =
      extract_folder(given.source, given.folder, options, [&](const FolderProgress& now) { progress.show(now); });
  progress.clear();
  const std::string beside = clips_beside(given.folder).string();
  if (!extracted) {
    say("stopped; the same command goes on with the clips in " + beside);
    return stopped_exit_code();
  }
  std::cout << say_folder(*extracted, given.folder);
  if (extracted->failed.empty()) return 0;
  say(extracted->dataset ? "some clips failed; the same command tries them again and takes the others from " + beside +
                               ", which can be removed"
                         : "all clips failed, and no data set was written");
  return 1;
}

}  // namespace

Action extract_command(CLI::App& command) {
  const auto given = std::make_shared<ExtractCommand>();
  command.add_option("SOURCE", given->source, "a clip, or a folder with a table of clips")->required();
  command.add_option("OUT", given->folder, "of a folder: the data set to write; one of that name is replaced");
  add_extract_arguments(command, given->rows, " (default: own of a clip, fixed of a folder)");
  command.add_option("--threads", given->threads, "CPU threads (default: all that it may use; `mmim version`)")
      ->check(CLI::Range(0, 4096));
  const std::string clip = "One clip";
  command.add_option("--text", given->text, "what is said; its words are found in the sound")->group(clip);
  command.add_option("--words", given->words, "file with the times of the words: TextGrid, CTM, SRT, VTT, CSV, JSON")
      ->type_name("FILE")
      ->group(clip);
  for (const auto& [name, file, what] : {std::tuple{"--acoustic-csv", &given->acoustic_csv, "acoustic rows as a table"},
                                         {"--visual-csv", &given->visual_csv, "visual rows as a table"},
                                         {"--words-csv", &given->words_csv, "words with their times as a table"}})
    command.add_option(name, *file, what)->type_name("FILE")->group(clip);
  command.add_option("--plot", given->plot, "pitch, loudness, mouth and blendshapes over time with the words, as SVG")
      ->type_name("FILE.svg")
      ->group(clip);
  command.add_option("--streams", given->streams, "rows and words as STEM.safetensors and STEM.json")
      ->type_name("STEM")
      ->group(clip);
  command.add_flag("--json", given->json, "print one JSON object")->group(clip);
  const std::string folder = "A folder of clips";
  command.add_option("--jobs", given->folders.extraction.jobs, "clips side by side")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str()
      ->group(folder);
  command.add_option("--labels", given->labels, "the table of clips, where it lies elsewhere")->group(folder);
  add_table_arguments(command, given->folders.table, folder);
  command
      .add_option("--label-range", given->folders.importing.label_range, "what labels can be (`mmim import --help`)")
      ->allow_extra_args(false)
      ->type_name("[NAME=]LOW,HIGH")
      ->group(folder);
  command.add_option("--out-of-range", given->out_of_range, "labels outside of their range: refuse or clamp")
      ->capture_default_str()
      ->group(folder);
  command.add_option("--name", given->folders.importing.name, "name of the data set in tables")->group(folder);
  command.add_option("--clips-csv", given->clips_csv, "a table of all clips: duration, words, voice, face, failures")
      ->type_name("FILE")
      ->group(folder);
  return [given, &command] {
    refuse_leftovers(command);
    std::error_code code;
    if (fs::is_directory(given->source, code)) {
      refuse_given(
          command,
          {"--text", "--words", "--streams", "--acoustic-csv", "--visual-csv", "--words-csv", "--plot", "--json"},
          "one clip, and " + in_one_line(given->source) + " is a folder");
      return extract_clips(*given);
    }
    if (!given->folder.empty())
      throw UsageError(given->folder + ": a data set is made of a folder of clips; " + given->source + " is none");
    refuse_given(
        command,
        {"--jobs", "--labels", "--columns", "--split", "--label-range", "--out-of-range", "--name", "--clips-csv"},
        "a folder of clips");
    return extract_clip(*given);
  };
}

}  // namespace mmim

#include "cli/commands/predict_clip.h"

#include <cstdio>

#include "cli/json_lines.h"
#include "cli/look/text_table.h"
#include "cli/named_files.h"
#include "core/error.h"
#include "core/files.h"
#include "core/numbers.h"
#include "core/process.h"
#include "extract/clip/extractor.h"
#include "extract/clip/streams_file.h"
#include "extract/media/wav.h"
#include "extract/words/read_words.h"
#include "predict/clip_request.h"

namespace mmim {

namespace {

void say(const std::string& sentence) { std::fprintf(stderr, "mmim: %s\n", sentence.c_str()); }

/// The text of a clip: as given, else the words of the file with their times.
std::string text_of(const ClipArguments& given) {
  if (!given.text.empty() || given.words.empty()) return given.text;
  return text_of(read_words(given.words));
}

std::string in_lines(const Json& answer, const std::string& clip, LabelRange range) {
  const auto line = [](const std::string& name, const std::string& value) { return padded(name, 14) + value + "\n"; };
  std::string text = line("clip", in_one_line(clip));
  text += line("score", decimal(answer.at("score").get<double>(), 2, true) + " on a scale from " + say(range));
  if (answer.contains("interval"))
    text += line("90 % interval", decimal(answer.at("interval").at(0).get<double>(), 2, true) + " to " +
                                      decimal(answer.at("interval").at(1).get<double>(), 2, true));
  for (const auto& [key, value] : answer.items())
    if (key.ends_with("_class"))
      text +=
          line(key.substr(0, key.size() - 6) + " classes", value.is_string() ? value.get<std::string>() : value.dump());
  for (const auto& [name, value] : answer.at("scores").items())
    text += line(name,
                 decimal(value.get<double>(), 2, true) + ", what the model says of it besides (`mmim predict --help`)");
  return text;
}

void check_files(const ClipArguments& given, const std::string& clip, const std::string& output) {
  std::vector<NamedFile> outputs{{"--output", output}};
  if (!given.streams.empty())
    for (const char* ending : {".safetensors", ".json"}) outputs.push_back({"--streams", given.streams + ending});
  expect_outputs(outputs,
                 {{"the clip", clip}, {"the file of --words", given.words}, {"the face model", given.face_model}});
}

void refuse_without_effect(const ClipArguments& given, const ExtractOptions& options, bool reads_rows,
                           const std::string& clip) {
  if (!given.face_model.empty() && !options.faces)
    throw UsageError("--face-model: is for a model that reads faces, and this one reads none");
  if (!given.face_model.empty() && is_wav(MappedFile(clip).bytes()))
    throw UsageError("--face-model: is for pictures, and " + clip + " is sound alone");
  if (!reads_rows && given.streams.empty() && !given.words.empty() && !given.text.empty())
    throw UsageError("--words: gives the text where there is no --text, and this model reads the text alone");
}

}  // namespace

void add_clip_arguments(CLI::App& command, ClipArguments& given) {
  const std::string group = "A clip";
  command.add_option("--text", given.text, "what is said in the clip")->group(group);
  command.add_option("--words", given.words, "file with the times of its words: TextGrid, CTM, SRT, VTT, CSV, JSON")
      ->type_name("FILE")
      ->group(group);
  command.add_option("--streams", given.streams, "keep its rows and words as STEM.safetensors and STEM.json")
      ->type_name("STEM")
      ->group(group);
  command.add_option("--face-model", given.face_model, "MediaPipe's face model (default: where ./dev face put it)")
      ->type_name("FILE")
      ->group(group);
  command.add_flag("--json", given.json, "print one JSON object")->group(group);
}

void refuse_clip_arguments(const CLI::App& command, const std::string& input) {
  for (const char* name : {"--text", "--words", "--streams", "--face-model", "--json"})
    if (command.count(name) > 0)
      throw UsageError(std::string(name) + ": is for a clip of sound or video, and " +
                       (input == "-" ? "standard input" : input) + " is none");
}

int predict_clip(const Predictor& predictor, const std::string& clip, const ClipArguments& given,
                 const std::string& output, int64_t threads) {
  check_files(given, clip, output);
  expect_utf8("--text", given.text);
  const ExtractOptions options = extract_options_for(predictor, given.face_model);
  refuse_without_effect(given, options, reads_rows(predictor), clip);
  const bool times = !given.words.empty() || !given.streams.empty();
  ClipStreams streams;
  if (reads_rows(predictor) || !given.streams.empty())
    streams = Extractor(options, times, threads_of_each(threads, 1)).extract({clip, given.text, given.words});
  const std::string text = text_of(given);
  if (text.empty()) say("no text: `--text` says what is said in the clip; it is scored without words");
  if (streams.facts.words_doubtful) say(clip + ": the words fit the sound badly: they may be of another clip");
  for (const std::string& remark : streams.facts.remarks) say(clip + ": " + remark);
  if (!given.streams.empty())
    write_streams(given.streams, streams, {{"features", feature_set_of(options).to_json()}, {"text", text}});
  const Request request = request_of(reads_rows(predictor) ? streams : ClipStreams{}, text, predictor.card());
  Json answer = predictor.answer({&request, 1}).front();
  if (const std::string& mark = predictor.mark(); !mark.empty()) say("the model's training: " + mark);
  if (given.json || !output.empty()) {
    LineWriter out(output);
    out.write(answer);
    out.finish();
  } else {
    std::fputs(in_lines(answer, clip, predictor.card().labels).c_str(), stdout);
  }
  return 0;
}

}  // namespace mmim

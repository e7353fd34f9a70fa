#include "cli/look/clip_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/look/text_table.h"
#include "core/error.h"
#include "core/numbers.h"
#include "core/sentence.h"
#include "corpus/say.h"

namespace mmim {

namespace {

constexpr size_t kShownFailures = 10;
constexpr int64_t kPlainLines = 20;  ///< of a folder, where no terminal shows a line that moves

std::string percent(double share) { return decimal(100 * share, 0) + " %"; }

std::string line(const std::string& name, const std::string& value) { return padded(name, 10) + value + "\n"; }

std::string rows_of(const Track& track, const std::string& stream) {
  return sentence("{} of {} {} columns", say_count(track.rows(), "row"), track.width(), stream);
}

std::string say_failed(const std::vector<FailedClip>& failed) {
  std::string text;
  for (size_t i = 0; i < std::min(kShownFailures, failed.size()); ++i)
    text += "failed: " + failed[i].id + ": " + failed[i].reason + "\n";
  if (failed.size() > kShownFailures)
    text += sentence("and {} more; `--clips-csv FILE` lists all\n", failed.size() - kShownFailures);
  return text;
}

std::string say_words(const std::vector<TimedWord>& words) {
  std::string text;
  for (const TimedWord& word : words)
    text += (text.empty() ? "" : " ") + word.text + " " + decimal(word.start, 2) + "-" + decimal(word.end, 2);
  return wrapped(text, 80, 10);
}

}  // namespace

std::string say_clip(const ClipStreams& streams, const std::string& name) {
  const ClipFacts& facts = streams.facts;
  std::string text = line("clip", in_one_line(name) + ", " + decimal(facts.seconds, 2) + " s");
  if (facts.sound)
    text +=
        line("sound", rows_of(streams.acoustic, "acoustic") + ", a voice in " + percent(facts.voiced) + " of the time");
  if (!facts.pictures)
    text += line("pictures", "not looked at");
  else if (*facts.pictures)
    text += line("pictures",
                 rows_of(streams.visual, "visual") + ", a face in " + percent(facts.with_face) + " of the pictures");
  if (!streams.words.empty()) text += line("words", say_words(streams.words));
  if (facts.words_doubtful) text += line("", "the words fit the sound badly: look at their times before they are used");
  for (const std::string& remark : facts.remarks) text += line("remark", remark);
  return text;
}

Json clip_json(const ClipStreams& streams) {
  Json json = field_to_json(streams.facts);
  const auto track = [](const Track& one) { return Json{{"rows", one.rows()}, {"columns", one.columns}}; };
  json["acoustic"] = track(streams.acoustic);
  json["visual"] = track(streams.visual);
  json["timed_words"] = Json::array();
  for (const TimedWord& word : streams.words)
    json["timed_words"].push_back({{"word", word.text},
                                   {"start", word.start},
                                   {"end", word.end},
                                   {"confidence", number_to_json(word.confidence)}});
  return json;
}

std::string say_progress(const FolderProgress& progress) {
  constexpr int64_t kWidth = 24;
  const int64_t ended = progress.done + progress.failed;
  std::string text = bar(ended, progress.clips, kWidth);
  text += sentence(" {} of {} clips", grouped(ended), grouped(progress.clips));
  if (progress.failed > 0) text += sentence(", {} failed", grouped(progress.failed));
  const int64_t now = ended - progress.begun_with;
  if (now > 0 && ended < progress.clips)
    text += ", " + duration(progress.seconds * static_cast<double>(progress.clips - ended) / static_cast<double>(now)) +
            " left";
  return text;
}

void ClipProgress::show(const FolderProgress& progress) {
  if (terminal_) return line_.show(say_progress(progress));
  const int64_t ended = progress.done + progress.failed;
  if (ended == said_ || (said_ >= 0 && ended - said_ < progress.clips / kPlainLines && ended < progress.clips)) return;
  said_ = ended;
  std::fprintf(stderr, "%s\n", say_progress(progress).c_str());
}

std::string say_folder(const ExtractedFolder& extracted, const std::string& name) {
  if (!extracted.dataset)
    return sentence("{}: not written, since none of {} can be used\n", name,
                    say_count(static_cast<int64_t>(extracted.failed.size()), "clip")) +
           say_failed(extracted.failed);
  const DatasetInfo& info = extracted.dataset->info;
  std::string text = name + ": " + info.name + ", " + info.features.said();
  for (const SplitName split : kSplits)
    text += ", " + word(split) + " " + std::to_string(extracted.dataset->split(split).size());
  for (const Modality m : kRowStreams) text += ", " + word(m) + " " + std::to_string(info.streams[m].width);
  text += ", alignment " + word(info.alignment) + "\n";
  const Json& clips = info.extra.at("clips");
  text += sentence("{} of {}", say_count(clips.at("count").get<int64_t>(), "clip"),
                   duration(clips.at("seconds").get<double>()));
  if (const Json& voiced = clips.at("voiced"); !voiced.is_null())
    text += "; a voice in " + percent(voiced.get<double>()) + " of the time";
  if (const Json& faces = clips.at("with_face"); !faces.is_null())
    text += ", a face in " + percent(faces.get<double>()) + " of the pictures";
  text += " (means over clips)\n";
  for (const Note& note : info.notes) text += note.sentence + "\n";
  return text + say_failed(extracted.failed);
}

}  // namespace mmim

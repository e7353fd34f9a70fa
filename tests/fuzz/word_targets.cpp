#include <filesystem>

#include "core/files.h"
#include "extract/align/spoken.h"
#include "extract/pool.h"
#include "extract/words/read_words.h"
#include "fuzz/targets.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

const char* const kTextGrid =
    "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 1\ntiers? <exists>\nsize = 2\nitem "
    "[]:\n"
    "    item [1]:\n        class = \"TextTier\"\n        name = \"marks\"\n        xmin = 0\n        xmax = 1\n"
    "        points: size = 1\n        points [1]:\n            number = 0.7\n            mark = \"a \"\"click\"\"\"\n"
    "    item [2]:\n        class = \"IntervalTier\"\n        name = \"words\"\n        xmin = 0\n        xmax = 1\n"
    "        intervals: size = 2\n        intervals [1]:\n            xmin = 0\n            xmax = 0.5\n"
    "            text = \"one\"\n        intervals [2]:\n            xmin = 0.5\n            xmax = 1\n"
    "            text = \"sp\"\n";
const char* const kShortTextGrid =
    "File type = \"ooTextFile\"\nObject class = "
    "\"TextGrid\"\n\n0\n1\n<exists>\n1\n\"IntervalTier\"\n\"words\"\n0\n1\n2\n"
    "0\n0.5\n\"one\"\n0.5\n1\n\"two\"\n";
const char* const kSrt =
    "1\n00:00:00,100 --> 00:00:00,500\n<u>one</u> {\\an8}two &amp; three\n\n2\n00:00:00,500 --> 00:00:01,000\n"
    "one <u>two</u>\n";
const char* const kVtt =
    "WEBVTT\n\nNOTE a line\n\n00:00.100 --> 00:01.000 align:start\none<00:00:00.500><c> two</c>\n\n"
    "00:01.000 --> 00:01.010\none two\n";
const char* const kCtm = ";; made by hand\nclip 1 0.10 0.40 one 0.9\nclip 1 0.50 0.50 two 0.25\n";
const char* const kWordTable = "Begin,End,Label,Type,Speaker,Confidence\n0.1,0.5,one,words,a,0.9\n0.5,1,T,phones,a,\n";
const char* const kWhisperX =
    R"({"segments": [{"start": 0.1, "end": 1, "text": "one 2", "words": [{"word": "one", "start": 0.1, "end": 0.5,)"
    R"("score": 0.8}, {"word": "2"}]}, {"start": 1, "end": 2, "text": "three"}], "word_segments": []})";
const char* const kWhisperCpp =
    R"({"transcription": [{"offsets": {"from": 0, "to": 1000}, "text": " one two", "tokens": [{"text": "[_BEG_]",)"
    R"("offsets": {"from": 0, "to": 0}, "p": 0.9}, {"text": " t", "offsets": {"from": 500, "to": 700}, "p": 0.8},)"
    R"({"text": "wo", "offsets": {"from": 700, "to": 1000}, "p": 0.6}]}]})";
const char* const kSdk = R"({"clip": {"features": [["sp"], ["one"]], "intervals": [[0, 0.1], [0.1, 0.5]]}})";
const char* const kTiers = R"({"start": 0, "end": 1, "tiers": {"a - words": {"type": "interval", "entries":)"
                           R"([[0.1, 0.5, "one"], [0.5, 1, ""]]}, "a - phones": {"entries": []}}})";
const char* const kTranscript =
    "\"Author of the (danger) trail\", Dr. Steels\u2026 $5 million, $1.01 3:30pm 1980s 1/2 24/7 -5% 21st U.S.A. "
    "caf\u00E9 "
    "rock'n'roll www.imdb.com AT&T \u4F60\u597D Spectre II 3\u00BD\n";

void read_and_pool(const fs::path& path) {
  const std::vector<TimedWord> words = read_words(path);
  words_csv(words);
  pooled_by_words({{"n"}, {0, 0.5, 1}, {1, 2, 3}}, words);
  expect_words_within(words, 3, path.string());
}

}  // namespace

void add_word_targets(std::vector<FuzzTarget>& targets) {
  for (const auto& [name, seed, form] : {std::tuple("textgrid", kTextGrid, Form::text),
                                         {"short_textgrid", kShortTextGrid, Form::text},
                                         {"srt", kSrt, Form::text},
                                         {"vtt", kVtt, Form::text},
                                         {"ctm", kCtm, Form::text},
                                         {"table", kWordTable, Form::text},
                                         {"whisperx", kWhisperX, Form::json},
                                         {"whisper_cpp", kWhisperCpp, Form::json},
                                         {"sdk", kSdk, Form::json},
                                         {"tiers", kTiers, Form::json}})
    targets.push_back(
        target_of({.name = std::string("words/") + name, .seed = seed, .form = form, .read = read_and_pool}));
  targets.push_back(
      target_of({.name = "words/transcript", .seed = kTranscript, .form = Form::text, .read = [](const fs::path& path) {
                   spoken_words(read_file(path));
                 }}));
}

}  // namespace mmim

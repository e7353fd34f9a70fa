#include "core/error.h"
#include "core/letters.h"
#include "core/sentence.h"
#include "extract/words/word_files.h"

namespace mmim {

namespace {

constexpr double kMilliseconds = 1e-3;

/// The words of a file, by the keys that it has.
class WordJson {
 public:
  explicit WordJson(std::string where) : where_(std::move(where)) {}

  std::vector<TimedWord> words;

  void read(const Json& json) {
    if (json.is_array()) return read_list(json, "entry");
    if (json.contains("transcription")) return read_whisper_cpp(json.at("transcription"));
    if (json.contains("segments")) return read_segments(json.at("segments"));
    if (json.contains("word_segments")) return read_list(json.at("word_segments"), "word_segments");
    if (json.contains("features") && json.contains("intervals")) return read_sdk(json);
    if (json.contains("words")) return read_words_key(json.at("words"));
    if (json.contains("tiers")) return read_tiers(json.at("tiers"));
    if (json.size() == 1 && json.begin()->is_object()) return read(*json.begin());
    if (json.size() > 1 && json.begin()->is_object() && json.begin()->contains("intervals"))
      fail("holds several clips; give each clip a file");
    fail("none of the keys `words`, `segments`, `transcription`, `features` and `intervals` is there");
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw DataError(where_ + ": " + what); }

  void read_words_key(const Json& json) { return json.is_object() ? read(json) : read_list(json, "words"); }

  static const Json* key(const Json& json, std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (json.contains(name) && !json.at(name).is_null()) return &json.at(name);
    return nullptr;
  }

  double number(const Json* value, double otherwise, const std::string& place) const {
    if (!value) return otherwise;
    if (value->is_number()) return value->get<double>();
    fail(place + ": " + value->dump().substr(0, 40) + " is no number");
  }

  std::string text(const Json* value, const std::string& place) const {
    if (!value || !value->is_string()) fail(place + ": `word` is no text");
    return value->get<std::string>();
  }

  const Json& list(const Json& json, const std::string& name) const {
    if (!json.is_array()) fail("`" + name + "` is no list");
    return json;
  }

  void read_list(const Json& json, const std::string& name) {
    for (size_t i = 0; i < list(json, name).size(); ++i) {
      const std::string place = sentence("`{}` {}", name, i + 1);
      if (!json[i].is_object()) fail(place + ": is no object with `word`, `start` and `end`");
      const double start = number(key(json[i], {"start", "start_time"}), kUntimed, place);
      const double end = number(key(json[i], {"end", "end_time"}), kUntimed, place);
      const double sure = number(key(json[i], {"score", "probability", "confidence"}), TimedWord{}.confidence, place);
      append_words(words, text(key(json[i], {"word", "text"}), place), start, end, sure);
    }
  }

  /// Of whisper and WhisperX. A segment without times of words has one time for all.
  void read_segments(const Json& json) {
    for (size_t i = 0; i < list(json, "segments").size(); ++i) {
      const std::string place = sentence("`segments` {}", i + 1);
      const Json& segment = json[i];
      if (!segment.is_object()) fail(place + ": is no object");
      if (segment.contains("words"))
        read_list(segment.at("words"), "words");
      else
        append_words(words, text(key(segment, {"text"}), place), number(key(segment, {"start"}), kUntimed, place),
                     number(key(segment, {"end"}), kUntimed, place), TimedWord{}.confidence);
    }
  }

  /// Times are milliseconds. A token that begins with a blank begins a word; marks such as [_BEG_] are no tokens of
  /// text.
  void read_whisper_cpp(const Json& json) {
    for (size_t i = 0; i < list(json, "transcription").size(); ++i) {
      const std::string place = sentence("`transcription` {}", i + 1);
      const Json& segment = json[i];
      if (!segment.is_object()) fail(place + ": is no object");
      if (!segment.contains("tokens")) {
        const auto [start, end] = offsets(segment, place);
        append_words(words, text(key(segment, {"text"}), place), start, end, TimedWord{}.confidence);
        continue;
      }
      bool begins = true;
      for (const Json& token : list(segment.at("tokens"), "tokens")) {
        const std::string piece = text(key(token, {"text"}), place);
        if (piece.starts_with("[_") || piece.empty()) continue;
        const auto [start, end] = offsets(token, place);
        const double sure = number(key(token, {"p"}), TimedWord{}.confidence, place);
        if (begins || piece.starts_with(' ') || words.empty())
          words.push_back({piece, start, end, sure});
        else
          join(words.back(), piece, end, sure);
        begins = false;
      }
    }
  }

  std::pair<double, double> offsets(const Json& json, const std::string& place) const {
    const Json* both = json.is_object() ? key(json, {"offsets"}) : nullptr;
    if (!both || !both->is_object()) fail(place + ": has no `offsets`");
    return {kMilliseconds * number(key(*both, {"from"}), kUntimed, place),
            kMilliseconds * number(key(*both, {"to"}), kUntimed, place)};
  }

  static void join(TimedWord& word, const std::string& piece, double end, double sure) {
    word.text += piece;
    word.end = end;
    if (sure < word.confidence) word.confidence = sure;  // as sure as of the least sure piece
  }

  void read_sdk(const Json& json) {
    const Json &names = list(json.at("features"), "features"), &times = list(json.at("intervals"), "intervals");
    if (names.size() != times.size())
      fail(sentence("`features` has {} entries and `intervals` {}", names.size(), times.size()));
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string place = sentence("`intervals` {}", i + 1);
      if (!times[i].is_array() || times[i].size() != 2) fail(place + ": is no list of start and end");
      const Json* name = names[i].is_array() && names[i].size() == 1 ? &names[i][0] : &names[i];
      append_words(words, text(name, place), number(&times[i][0], kUntimed, place),
                   number(&times[i][1], kUntimed, place), TimedWord{}.confidence);
    }
  }

  /// Of the Montreal Forced Aligner: entries of start, end and word, in tiers of which one for each speaker has words.
  void read_tiers(const Json& json) {
    for (const auto& [name, tier] : json.items()) {
      if (!in_lower_case(name).ends_with("words")) continue;
      const Json* entries = tier.is_object() ? key(tier, {"entries"}) : nullptr;
      if (!entries) fail("`" + name + "` has no `entries`");
      for (size_t i = 0; i < list(*entries, name).size(); ++i) {
        const Json& entry = (*entries)[i];
        const std::string place = sentence("`{}` {}", name, i + 1);
        if (!entry.is_array() || entry.size() != 3) fail(place + ": is no list of start, end and word");
        append_words(words, text(&entry[2], place), number(&entry[0], kUntimed, place),
                     number(&entry[1], kUntimed, place), TimedWord{}.confidence);
      }
    }
  }

  std::string where_;
};

}  // namespace

std::vector<TimedWord> words_of_json(const Json& json, const std::string& where) {
  WordJson reader(where);
  reader.read(json);
  return reader.words;
}

}  // namespace mmim

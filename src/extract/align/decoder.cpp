#include "extract/align/decoder.h"

#include "core/error.h"

#ifdef MMIM_HAS_POCKETSPHINX
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fsg_model.h>

#include <filesystem>
#endif

namespace mmim {

struct SpeechDecoder::State {
#ifdef MMIM_HAS_POCKETSPHINX
  std::unique_ptr<ps_decoder_t, int (*)(ps_decoder_t*)> decoder;
#endif
};

#ifdef MMIM_HAS_POCKETSPHINX

namespace {

constexpr const char* kModel = "/usr/share/pocketsphinx/model/en-us";
constexpr const char* kSearch = "words";
constexpr const char* kFreeSearch = "phones";

using DecoderPointer = std::unique_ptr<ps_decoder_t, int (*)(ps_decoder_t*)>;

std::string in_short(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

/// The log of pocketsphinx is nobody's business.
void keep_silent(void*, err_lvl_t, const char*, ...) {}

DecoderPointer open_decoder(double beam, double word_beam) {
  err_set_callback(keep_silent, nullptr);
  err_set_logfp(nullptr);
  const std::filesystem::path model = kModel;
  const std::string sounds = model / "en-us", words = model / "cmudict-en-us.dict";
  const std::string phone_beam = in_short(beam), last_beam = in_short(word_beam);
  if (!std::filesystem::exists(words))
    throw Error(
        "words are aligned by the English model of pocketsphinx, which is not there: `apt install "
        "pocketsphinx-en-us`, or give a file with the times of the words");
  cmd_ln_t* options =
      cmd_ln_init(nullptr, ps_args(), 1, "-hmm", sounds.c_str(), "-dict", words.c_str(), "-beam", phone_beam.c_str(),
                  "-pbeam", phone_beam.c_str(), "-wbeam", last_beam.c_str(), "-fsgusealtpron", "yes", "-fsgusefiller",
                  "yes", "-bestpath", "no", "-remove_noise", "no", "-remove_silence", "no", "-dither", "no",
                  "-allphone_ci", "yes", "-compallsen", "yes",  // one scale of scores for words and free phones
                  nullptr);
  DecoderPointer decoder(options ? ps_init(options) : nullptr, ps_free);
  if (options) cmd_ln_free_r(options);
  if (!decoder) throw Error("the English model of pocketsphinx cannot be read; install pocketsphinx-en-us again");
  return decoder;
}

/// A word, a phone or a pause in the sound.
struct Segment {
  std::string name;
  int64_t first = 0, after = 0;  ///< frames
  double score = 0;
};

/// What a search has found so far.
std::vector<Segment> found(ps_decoder_t* decoder) {
  std::vector<Segment> segments;
  int32 total = 0;
  if (ps_get_hyp(decoder, &total)) {
    for (ps_seg_t* segment = ps_seg_iter(decoder); segment; segment = ps_seg_next(segment)) {
      int first = 0, last = 0;
      int32 acoustic = 0;
      ps_seg_frames(segment, &first, &last);
      ps_seg_prob(segment, &acoustic, nullptr, nullptr);
      segments.push_back({ps_seg_word(segment), first, last + 1, static_cast<double>(acoustic)});
    }
  }
  return segments;
}

/// What the search finds in all of the sound: nothing when it does not come to its end there.
std::vector<Segment> decoded(ps_decoder_t* decoder, std::span<const int16_t> samples) {
  ps_start_utt(decoder);
  ps_process_raw(decoder, samples.data(), samples.size(), 0, 1);
  ps_end_utt(decoder);
  return found(decoder);
}

/// Makes a search for the words one after the other.
bool set_line(ps_decoder_t* decoder, const std::vector<std::string>& words) {
  const auto states = static_cast<int32_t>(words.size());
  fsg_model_t* line = fsg_model_init(kSearch, ps_get_logmath(decoder), 1, states + 1);
  line->start_state = 0;
  line->final_state = states;
  for (int32_t i = 0; i < states; ++i)
    fsg_model_trans_add(line, i, i + 1, 0, fsg_model_word_add(line, words[static_cast<size_t>(i)].c_str()));
  const bool set = ps_set_fsg(decoder, kSearch, line) == 0 && ps_set_search(decoder, kSearch) == 0;
  fsg_model_free(line);
  return set;
}

bool is_pause(const std::string& word) { return word.find_first_of("<[+") == 0; }

}  // namespace

SpeechDecoder::SpeechDecoder(double beam, double word_beam)
    : state_(std::make_unique<State>(State{open_decoder(beam, word_beam)})) {}

SpeechDecoder::~SpeechDecoder() = default;

bool SpeechDecoder::knows(const std::string& word) const {
  const std::unique_ptr<char, void (*)(void*)> phones(ps_lookup_word(state_->decoder.get(), word.c_str()), ckd_free);
  return phones != nullptr;
}

bool SpeechDecoder::add(const std::string& word, const std::string& phones) {
  return ps_add_word(state_->decoder.get(), word.c_str(), phones.c_str(), 1) >= 0;
}

Decoding SpeechDecoder::align(std::span<const int16_t> samples, const std::vector<std::string>& words) {
  ps_decoder_t* decoder = state_->decoder.get();
  if (!set_line(decoder, words)) return {};
  Decoding decoding;
  for (const Segment& segment : decoded(decoder, samples)) {
    decoding.score += segment.score;
    if (!is_pause(segment.name)) decoding.words.push_back({segment.first, segment.after, segment.score});
  }
  ps_unset_search(decoder, kSearch);
  if (decoding.words.size() != words.size()) decoding.words.clear();
  return decoding;
}

std::vector<DecodedPart> SpeechDecoder::begin(std::span<const int16_t> samples, const std::vector<std::string>& words) {
  ps_decoder_t* decoder = state_->decoder.get();
  if (!set_line(decoder, words)) return {};
  ps_start_utt(decoder);
  ps_process_raw(decoder, samples.data(), samples.size(), 0, 1);
  const std::vector<Segment> segments = found(decoder);  // at the end of an utterance only the last word would do
  ps_end_utt(decoder);
  ps_unset_search(decoder, kSearch);
  std::vector<DecodedPart> path;
  for (const Segment& segment : segments)
    path.push_back({segment.first, segment.after, segment.score, is_pause(segment.name)});
  return path;
}

std::vector<double> SpeechDecoder::free_scores(std::span<const int16_t> samples) {
  ps_decoder_t* decoder = state_->decoder.get();
  if (ps_set_allphone_file(decoder, kFreeSearch, nullptr) != 0 || ps_set_search(decoder, kFreeSearch) != 0)
    throw Error("the English model of pocketsphinx cannot be read; install pocketsphinx-en-us again");
  std::vector<double> scores;
  for (const Segment& segment : decoded(decoder, samples))
    scores.resize(static_cast<size_t>(segment.after),
                  segment.score / static_cast<double>(segment.after - segment.first));
  decoded(decoder, {});  // which frees the phones: the search itself does not
  ps_unset_search(decoder, kFreeSearch);
  return scores;
}

#else

SpeechDecoder::SpeechDecoder(double, double) {
  throw Error(
      "words are aligned by pocketsphinx, without which this program was built: `apt install "
      "libpocketsphinx-dev pocketsphinx-en-us flite1-dev` and build again, or give a file with the times of the "
      "words");
}
SpeechDecoder::~SpeechDecoder() = default;
bool SpeechDecoder::knows(const std::string&) const { return false; }
bool SpeechDecoder::add(const std::string&, const std::string&) { return false; }
Decoding SpeechDecoder::align(std::span<const int16_t>, const std::vector<std::string>&) { return {}; }
std::vector<DecodedPart> SpeechDecoder::begin(std::span<const int16_t>, const std::vector<std::string>&) { return {}; }
std::vector<double> SpeechDecoder::free_scores(std::span<const int16_t>) { return {}; }

#endif

}  // namespace mmim

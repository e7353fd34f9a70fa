#include "extract/align/aligner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>

#include "core/error.h"
#include "extract/align/pronunciation.h"
#include "extract/media/wav.h"

#ifdef MMIM_HAS_VOICES
#include <flite/flite.h>
extern "C" cst_voice* register_cmu_us_slt(const char*);
extern "C" cst_voice* register_cmu_us_rms(const char*);
#endif

namespace mmim {
namespace {

#ifdef MMIM_HAS_POCKETSPHINX

const std::string kSentence = "And you always want to see it in the superlative degree.";

std::vector<float> recording() {
  return read_wav(std::filesystem::path(MMIM_SOURCE_DIR) / "tests/extract/golden/covarep/wav/arctic_a0007.wav").samples;
}

std::string alignment_complaint(const Aligner& aligner, const std::string& text) {
  try {
    aligner.align(recording(), text, "clip");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(Aligner, FindsTheWordsOfARecordingAtTheirRecordedTimes) {
  const WordAlignment found = Aligner().align(recording(), kSentence, "clip");
  const std::vector<TimedWord> recorded{{"And", .04, .24},           {"you", .24, .38},     {"always", .38, .74},
                                        {"want", .74, .94},          {"to", .94, 1.06},     {"see", 1.06, 1.32},
                                        {"it", 1.32, 1.51},          {"in", 1.51, 1.64},    {"the", 1.64, 1.71},
                                        {"superlative", 1.71, 2.47}, {"degree", 2.47, 3.01}};
  ASSERT_EQ(found.words.size(), recorded.size());
  for (size_t i = 0; i < recorded.size(); ++i) {
    EXPECT_EQ(found.words[i].text, recorded[i].text);
    EXPECT_NEAR(found.words[i].start, recorded[i].start, 0.011) << recorded[i].text;
    EXPECT_NEAR(found.words[i].end, recorded[i].end, 0.011) << recorded[i].text;
    EXPECT_GT(found.words[i].confidence, 0.7) << recorded[i].text;
  }
  EXPECT_GT(found.fit, -20);
  EXPECT_FALSE(found.doubtful);
}

TEST(Aligner, RefusesWordsThatDoNotFit) {
  const Aligner aligner;
  for (const char* text :
       {"The weather was awful and we stayed at home all day long", "Degree superlative the in it see to",
        "Hunnam and kdrama were always good to see in the batmobile",
        "And you always want to see it in the hamburger telephone superlative degree and so on and on",
        "Und man will es immer im allerbesten Zustand sehen", "You know", "It was great", "Yes"})
    EXPECT_NE(alignment_complaint(aligner, text).find("clip: the words do not fit the sound"), std::string::npos)
        << text;
}

TEST(Aligner, RefusesTextsWithoutEnglishWords) {
  const Aligner aligner;
  for (const char* text : {"", " ... ", "\u4F60\u597D"})
    EXPECT_NE(alignment_complaint(aligner, text).find("clip: the text has no English word"), std::string::npos) << text;
}

TEST(Aligner, RefusesMoreWordsThanCanBeSaid) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "a ";
  EXPECT_NE(alignment_complaint(Aligner(), text).find("clip: the words do not fit the sound"), std::string::npos);
}

TEST(Aligner, DoubtsAWordThatNobodySays) {
  const WordAlignment found =
      Aligner().align(recording(), "And you always want to see it in the very superlative degree.", "clip");
  EXPECT_TRUE(found.doubtful);
  for (const TimedWord& word : found.words) EXPECT_EQ(word.text == "very", word.confidence < 0.05) << word.text;
}

TEST(Aligner, RefusesSoundThatIsCutOffOrEmpty) {
  const Aligner aligner;
  std::vector<float> sound = recording();
  sound.resize(sound.size() / 3);
  EXPECT_THROW(aligner.align(sound, kSentence, "clip"), DataError);
  for (const size_t silent : {0, 100, 1600, 48000})
    for (const std::string& text : {kSentence, std::string("Yes")})
      EXPECT_THROW(aligner.align(std::vector<float>(silent), text, "clip"), DataError) << silent << " " << text;
}

TEST(Aligner, GivesTheSameWhateverCameBefore) {
  const Aligner aligner;
  const WordAlignment first = aligner.align(recording(), kSentence, "clip");
  EXPECT_THROW(aligner.align(recording(), "Kdrama: the weather was awful and we stayed at home all day long", "clip"),
               DataError);
  const WordAlignment again = aligner.align(recording(), kSentence, "clip");
  EXPECT_EQ(first.fit, again.fit);
  EXPECT_EQ(words_csv(first.words), words_csv(again.words));
}

#ifdef MMIM_HAS_FLITE

TEST(GuessedPhones, AreThoseOfTheDictionary) {
  EXPECT_EQ(guessed_phones("cat"), "K AE T");
  EXPECT_EQ(guessed_phones("kdrama").find_first_of("0123456789abcdefghijklmnopqrstuvwxyz"), std::string::npos);
}

#endif
#if defined(MMIM_HAS_FLITE) && defined(MMIM_HAS_VOICES)

const std::vector<const char*> kSaid{"the quick brown fox jumps over the lazy dog and runs into the forest",
                                     "she had your dark suit in greasy wash water all year",
                                     "i really liked this movie because the acting was very good",
                                     "but the story was slow and the ending made no sense to me",
                                     "they went to the market and bought some bread and milk before the rain started",
                                     "please do not ask me to carry an oily rag like that",
                                     "the music in the first scene was beautiful and sad",
                                     "my brother told me that the second part is even better than the first one",
                                     "nobody expected the batmobile to appear at the end of the film"};

/// Seconds between the start of each word that flite said and the start that was found.
void append_start_errors(std::vector<double>& errors, const Aligner& aligner, const char* text, cst_voice* voice) {
  const std::unique_ptr<cst_utterance, void (*)(cst_utterance*)> said(flite_synth_text(text, voice), delete_utterance);
  const cst_wave* wave = utt_wave(said.get());
  ASSERT_EQ(wave->sample_rate, 16000);
  std::vector<float> samples(static_cast<size_t>(wave->num_samples));
  std::transform(wave->samples, wave->samples + wave->num_samples, samples.begin(),
                 [](short sample) { return static_cast<float>(sample) / 32768; });
  const WordAlignment found = aligner.align(samples, text, text);
  size_t word = 0;
  for (const cst_item* item = relation_head(utt_relation(said.get(), "Word")); item; item = item_next(item), ++word) {
    const cst_item* segment = flite_path_to_item(item, "R:SylStructure.daughter1.daughter1.R:Segment");
    ASSERT_LT(word, found.words.size());
    ASSERT_NE(segment, nullptr);
    const cst_item* before = item_prev(segment);
    const double start = before ? static_cast<double>(item_feat_float(before, "end")) : 0;
    errors.push_back(std::abs(found.words[word].start - start));
  }
}

/// The first sentences one after the other, with pauses between them.
std::vector<float> long_sound(std::string& text) {
  flite_init();
  std::vector<float> samples;
  for (const char* sentence : std::span(kSaid).first(5)) {
    const std::unique_ptr<cst_wave, void (*)(cst_wave*)> wave(
        flite_text_to_wave(sentence, register_cmu_us_slt(nullptr)), delete_wave);
    for (int i = 0; i < wave->num_samples; ++i) samples.push_back(static_cast<float>(wave->samples[i]) / 32768);
    samples.insert(samples.end(), 6400, 0);
    text += std::string(sentence) + " ";
  }
  return samples;
}

constexpr AlignmentLengths kShortPieces{.whole = 5, .piece = 9, .ahead = 3};

/// Of 100 words 95 begin within 50 ms of where the others begin, `later` seconds later, and none elsewhere.
void expect_same_times(const std::vector<TimedWord>& found, const std::vector<TimedWord>& others, double later) {
  ASSERT_EQ(found.size(), others.size());
  std::vector<double> errors;
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].text, others[i].text);
    errors.push_back(std::abs(found[i].start - others[i].start - later));
  }
  std::sort(errors.begin(), errors.end());
  EXPECT_LE(errors[errors.size() * 95 / 100], 0.051);
  EXPECT_LE(errors.back(), 0.25);
}

TEST(Aligner, FindsInPiecesTheWordsOfTheWholeSoundAndPassesOverLongPauses) {
  std::string text;
  std::vector<float> samples = long_sound(text);
  const WordAlignment whole = Aligner().align(samples, text, "clip");
  const Aligner aligner(kShortPieces);
  const WordAlignment pieces = aligner.align(samples, text, "clip");
  expect_same_times(pieces.words, whole.words, 0);
  EXPECT_NE(words_csv(pieces.words), words_csv(whole.words)) << "sound in one piece is normalised otherwise";
  EXPECT_NEAR(pieces.fit, whole.fit, 1);
  samples.insert(samples.begin(), 16000 * 12, 0);
  samples.insert(samples.end(), 16000 * 12, 0);
  expect_same_times(aligner.align(samples, text, "clip").words, whole.words, 12);
}

TEST(Aligner, FindsTheSameInOnePieceWhateverItsLength) {
  const WordAlignment one = Aligner().align(recording(), kSentence, "clip"),
                      other = Aligner({.whole = 0, .piece = 4, .ahead = 1}).align(recording(), kSentence, "clip");
  EXPECT_EQ(words_csv(one.words), words_csv(other.words));
  EXPECT_EQ(one.fit, other.fit);
}

TEST(Aligner, RefusesInPiecesTheWordsThatDoNotFit) {
  std::string text;
  const std::vector<float> samples = long_sound(text);
  std::string turned;
  for (size_t i = 5; i-- > 0;) turned += kSaid[i] + std::string(" ");
  EXPECT_THROW(Aligner(kShortPieces).align(samples, turned, "clip"), DataError);
}

TEST(Aligner, FindsTwoHundredWordsOfSynthesisedSpeechToFifteenMilliseconds) {
  flite_init();
  const Aligner aligner;
  std::vector<double> errors;
  for (cst_voice* voice : {register_cmu_us_slt(nullptr), register_cmu_us_rms(nullptr)})
    for (const char* text : kSaid) append_start_errors(errors, aligner, text, voice);
  ASSERT_GE(errors.size(), 200U);
  std::sort(errors.begin(), errors.end());
  EXPECT_LE(errors[errors.size() / 2], 0.015);
  EXPECT_LE(errors[errors.size() * 95 / 100], 0.05);
}

#endif
#else

TEST(Aligner, ThatIsNotBuiltNamesThePackages) {
  try {
    Aligner();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("libpocketsphinx-dev"), std::string::npos);
  }
}

#endif

}  // namespace
}  // namespace mmim

#include "bench/extract/made_clips.h"

#include <algorithm>
#include <fstream>

#include "core/error.h"
#include "core/files.h"
#include "core/keys.h"
#include "core/process.h"
#include "core/sentence.h"
#include "extract/media/clip_sound.h"
#include "formats/file_kind.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr double kPause = 0.3;     ///< seconds behind a sentence
constexpr float kNoise = 0.0005F;  ///< its greatest sample, of a loudest possible sound of 1

/// The face moves along waves whose periods divide this time, after which it starts again without a jump.
constexpr const char* kLoopSeconds = "60";

/// Without punctuation, which means something else to ffmpeg.
constexpr const char* kSentences[] = {
    "i really liked this film",
    "the acting was very good and the music in the first scene was beautiful",
    "but the story was slow and the ending made no sense to me",
    "they went to the market and bought some bread and milk before the rain started",
    "my brother told me that the second part is even better than the first one",
    "she had seen the same picture twenty years ago in a small theatre by the sea",
    "nobody in the room expected that the old man would come back at the end",
    "some of the jokes are funny and others are older than my grandmother",
    "the camera moves through the city at night and finds a light in every window",
    "if you have two hours to spare then take your friends and see it on a large screen"};

void run_ffmpeg(std::vector<std::string> words) {
  words.insert(words.begin(), {"ffmpeg", "-nostdin", "-v", "error", "-y"});
  const ProcessResult result = run_to_end(words);
  if (result.code == Child::kNotStarted)
    throw Error("ffmpeg, which makes the clips of this benchmark, is not installed: `apt install ffmpeg`");
  if (result.code != 0)
    throw Error("ffmpeg cannot make a clip for this benchmark: " + in_one_line(result.errors.substr(0, 300)));
}

void append_noise(std::vector<float>& samples, double seconds, KeyedDraws& noise) {
  const auto count = static_cast<int64_t>(seconds * kSoundRate);
  for (int64_t i = 0; i < count; ++i) samples.push_back(kNoise * static_cast<float>(2 * noise.uniform() - 1));
}

std::vector<Speech> spoken_sentences(const fs::path& folder) {
  std::vector<Speech> sentences;
  for (const char* text : kSentences) {
    const fs::path file = folder / "sentence.wav";
    run_ffmpeg({"-f", "lavfi", "-i", sentence("flite=text='{}':voice=slt", text), "-ar", std::to_string(kSoundRate),
                "-ac", "1", "-c:a", "pcm_s16le", file.string()});
    sentences.push_back({text, read_clip_sound(file).sound.samples});
  }
  return sentences;
}

/// What ffmpeg does to show a picture or clip: whole within 640x480, turned and shifted a little from picture to
/// picture.
std::string moving() {
  return "fps=30,scale=560:420:force_original_aspect_ratio=decrease,pad=720:560:(ow-iw)/2:(oh-ih)/2:gray,"
         "rotate=0.06*sin(2*PI*t/3):c=gray,crop=640:480:40+24*sin(2*PI*t/5):40+16*sin(2*PI*t/4),format=yuv420p";
}

std::vector<std::string> shown(const fs::path& face) {
  if (kind_of(MappedFile(face).bytes()) == FileKind::image)
    return {"-loop", "1", "-framerate", "30", "-i", "file:" + face.string()};
  return {"-stream_loop", "-1", "-i", "file:" + face.string()};
}

std::string in_seconds(const Speech& speech) {
  return std::to_string(static_cast<double>(speech.samples.size()) / kSoundRate);
}

}  // namespace

ClipMaker::ClipMaker(fs::path folder, fs::path face)
    : folder_(std::move(folder)), face_(std::move(face)), sentences_(spoken_sentences(folder_)) {
  if (face_.empty()) return;
  pictures_ = folder_ / "pictures.mp4";
  std::vector<std::string> words = shown(face_);
  words.insert(words.end(), {"-an", "-t", kLoopSeconds, "-vf", moving(), "-c:v", "libx264", "-preset", "veryfast",
                             "-threads", "1", pictures_.string()});
  run_ffmpeg(words);
}

Speech ClipMaker::speech(double seconds) const {
  Speech speech;
  KeyedDraws noise(subkey(0, "bench extract"));
  const auto wanted = static_cast<size_t>(seconds * kSoundRate);
  const auto pause = static_cast<size_t>(kPause * kSoundRate);
  for (size_t i = 0;; ++i) {
    const Speech& next = sentences_[i % sentences_.size()];
    if (speech.samples.size() + next.samples.size() + pause > wanted) break;
    speech.text += (speech.text.empty() ? "" : " ") + next.text;
    const size_t begin = speech.samples.size();
    append_noise(speech.samples, static_cast<double>(next.samples.size()) / kSoundRate + kPause, noise);
    for (size_t k = 0; k < next.samples.size() && begin + k < speech.samples.size(); ++k)
      speech.samples[begin + k] += next.samples[k];
  }
  if (speech.text.empty()) throw UsageError(std::to_string(seconds) + " s are too short for a sentence");
  append_noise(speech.samples, static_cast<double>(wanted - speech.samples.size()) / kSoundRate, noise);
  return speech;
}

fs::path ClipMaker::sound(const std::string& name, const Speech& speech) const {
  const fs::path raw = folder_ / "speech.f32", file = folder_ / (name + ".wav");
  write_file_atomically(raw,
                        {reinterpret_cast<const char*>(speech.samples.data()), speech.samples.size() * sizeof(float)});
  run_ffmpeg({"-f", "f32le", "-ar", std::to_string(kSoundRate), "-ac", "1", "-i", raw.string(), "-c:a", "pcm_s16le",
              file.string()});
  fs::remove(raw);
  return file;
}

fs::path ClipMaker::clip(const std::string& name, const Speech& speech, bool silent) const {
  const fs::path heard = sound(name, speech);
  if (!has_face()) return heard;
  const fs::path file = folder_ / (name + ".mp4");
  std::vector<std::string> words{"-stream_loop", "-1", "-i", pictures_.string()};
  if (!silent) words.insert(words.end(), {"-i", heard.string(), "-map", "0:v", "-map", "1:a", "-c:a", "aac"});
  words.insert(words.end(), {"-t", in_seconds(speech), "-c:v", "copy", file.string()});
  run_ffmpeg(words);
  return file;
}

}  // namespace mmim

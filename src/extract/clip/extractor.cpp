#include "extract/clip/extractor.h"

#include <algorithm>
#include <future>

#include "core/error.h"
#include "core/files.h"
#include "core/sentence.h"
#include "extract/align/aligner.h"
#include "extract/media/clip_sound.h"
#include "extract/media/frames.h"
#include "extract/pool.h"
#include "extract/visual/face_bundle.h"
#include "extract/words/read_words.h"
#include "extract/words/spoken_text.h"

namespace mmim {

struct Extractor::Faces {
  FaceBundle bundle;
  FaceNetworks networks;
  explicit Faces(const VisualOptions& options)
      : bundle(read_face_bundle(face_bundle_path(options.face_model))), networks(face_networks(bundle)) {}
};

namespace {

constexpr size_t kVoicing = 1;  ///< the column VUV of all acoustic columns

struct Seen {
  FaceTrack faces{};
  DecodeEnd end{};
  double seconds = 0;
};

Seen look(const ClipFile& clip, const VisualOptions& options, FaceNetworks& networks, const CanonicalFace& model) {
  FrameReader reader(clip.file, options.rate);
  FaceTrackMaker maker(networks, model, options.view);
  Seen seen;
  for (Frame frame; reader.next(frame);) {
    maker.add({frame.width, frame.height, frame.rgb}, frame.time, frame.repeats);
    seen.seconds = frame.time + 1.0 / static_cast<double>(options.rate);
  }
  seen.faces = maker.finish();
  seen.end = reader.end();
  return seen;
}

/// Share of the rows with a voice. `rows`: own rows, all columns or those of the view.
double voiced_share(const Track& rows, AcousticView view) {
  const auto column = static_cast<int64_t>(view == AcousticView::all ? kVoicing : 0);
  double voiced = 0;
  for (int64_t row = 0; row < rows.rows(); ++row) voiced += rows.at(row, column) > 0 ? 1 : 0;
  return rows.rows() > 0 ? voiced / static_cast<double>(rows.rows()) : 0;
}

}  // namespace

/// One clip on its way.
class Extractor::Work {
 public:
  Work(const ExtractOptions& options, const ClipFile& clip) : options_(options), clip_(clip) {}

  void hear() {
    ClipSound heard = read_clip_sound(clip_.file);
    samples_ = std::move(heard.sound.samples);
    remark("sound", heard.complaint);
    facts().sound = heard.present && !samples_.empty();
    if (!facts().sound) return remark("sound", "absent");
    facts().seconds = std::max(facts().seconds, static_cast<double>(samples_.size()) / kSoundRate);
  }

  void measure_sound(int64_t threads) {
    if (!facts().sound) return;
    made.acoustic = acoustic_track(samples_, options_.acoustic, threads);
    facts().voiced = voiced_share(made.acoustic, options_.acoustic.view);
  }

  void take(Seen seen) {
    remark("pictures", seen.end.complaint);
    facts().pictures = seen.faces.counts.pictures > 0;
    if (!*facts().pictures) return remark("pictures", "absent");
    facts().seconds = std::max(facts().seconds, seen.seconds);
    const FaceCounts& counts = seen.faces.counts;
    facts().with_face = static_cast<double>(counts.with_face) / static_cast<double>(counts.pictures);
    facts().most_faces = counts.tracker.most_faces;
    if (counts.with_face < counts.pictures || counts.tracker.most_faces > 1) remark("faces", in_words(counts));
    made.visual = std::move(seen.faces.track);
  }

  /// Finds the words of the text in the sound, where there is sound.
  void align(const Aligner& aligner) {
    if (facts().sound) alignment_ = aligner.align(samples_, clip_.text, where());
  }

  /// After sound and pictures, which say how long the clip is.
  void take_words() {
    std::vector<TimedWord> timed;
    if (!clip_.words.empty()) {
      timed = read_words(clip_.words);
      expect_words_within(timed, facts().seconds, clip_.words.string());
    } else {
      if (!facts().sound) throw DataError(where() + ": has no sound, in which words could be found");
      facts().words_doubtful = alignment_.doubtful;
      timed = std::move(alignment_.words);
    }
    made.words = clip_.text.empty() ? std::move(timed) : words_of(clip_.text, timed);
    facts().words = static_cast<int64_t>(made.words.size());
  }

  /// From rows as they were measured to those that are wanted.
  void place_rows() {
    for (auto [track, rate] :
         {std::pair{&made.acoustic, options_.acoustic_rate}, {&made.visual, options_.visual_rate}}) {
      if (track->rows() == 0) continue;
      if (options_.rows == RowTimes::words) *track = pooled_by_words(*track, made.words);
      if (options_.rows == RowTimes::fixed) *track = pooled_to_rate(*track, rate);
    }
  }

  ClipFacts& facts() { return made.facts; }
  std::string where() const { return clip_.file.string(); }
  ClipStreams made;

 private:
  std::vector<TimedWord> words_of(const std::string& text, const std::vector<TimedWord>& timed) const {
    std::optional<SpokenText> spoken = spoken_text(text, timed);
    if (!spoken) throw DataError(where() + ": the words with their times are of another text than the clip has");
    return std::move(spoken->words);
  }
  void remark(const std::string& on, const std::string& sentence) {
    if (!sentence.empty()) facts().remarks.push_back(on + ": " + sentence);
  }
  const ExtractOptions& options_;
  const ClipFile& clip_;
  std::vector<float> samples_;
  WordAlignment alignment_;
};

Extractor::Extractor(const ExtractOptions& options, bool times, int64_t threads)
    : options_(options), times_(times || options.rows == RowTimes::words), threads_(threads) {
  if (options_.faces) faces_ = std::make_unique<Faces>(options_.visual);
}

Extractor::~Extractor() = default;

ClipStreams Extractor::extract(const ClipFile& clip) {
  const bool words_wanted = times_ && !(clip.text.empty() && clip.words.empty());
  if (options_.rows == RowTimes::words && !words_wanted)
    throw DataError(clip.file.string() + ": has no text, and rows are wanted for each word of it");
  const bool aligned = words_wanted && clip.words.empty();
  if (aligned && !aligner_) aligner_ = std::make_unique<Aligner>();
  Work work(options_, clip);
  std::future<Seen> seen;
  const auto looking = [&] { return look(clip, options_.visual, faces_->networks, faces_->bundle.canonical); };
  work.hear();
  const bool wav = is_wav(MappedFile(clip.file).bytes());
  if (wav) work.facts().pictures = false;
  if (faces_ && !wav) seen = std::async(threads_ > 1 ? std::launch::async : std::launch::deferred, looking);
  if (aligned) work.align(*aligner_);  // before there are rows, which would take memory meanwhile
  work.measure_sound(threads_);
  if (seen.valid()) work.take(seen.get());
  if (!work.facts().sound && !work.facts().pictures.value_or(false))
    throw DataError(clip.file.string() + (work.facts().pictures
                                              ? ": has neither sound nor pictures that could be read"
                                              : ": has no sound, and pictures are not looked at without faces"));
  if (words_wanted) work.take_words();
  work.place_rows();
  return std::move(work.made);
}

std::string faces_are_lacking(const VisualOptions& options) {
  try {
    face_bundle_path(options.face_model);
    if (!can_run_face_networks()) face_networks({});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace mmim

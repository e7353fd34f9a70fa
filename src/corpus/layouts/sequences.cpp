#include "corpus/layouts/sequences.h"

#include <algorithm>

#include "core/error.h"
#include "core/letters.h"
#include "corpus/layouts/stream_words.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

using KindNames = std::vector<const char*>;

/// Part of a name, and those wanted first when several sequences are of one kind.
struct Kind {
  const char* what;
  KindNames names, first;
  const char* last = "";
};
const Kind kLabels{"labels", {"label", "opinion", "sentiment", "annotation"}, {"sentiment", "opinion"}, "emotion"};
const Kind kWords{"words", {"word", "transcript", "text", "token", "spoken"}, {"word"}};
const Kind kVisual{"visual features", {}, {"facet", "openface"}};
const Kind kAcoustic{"acoustic features", {}, {"covarep", "coavarep", "opensmile"}};

struct Candidate {
  std::unique_ptr<Sequence> sequence;
  int64_t width = 0;
  size_t rank = 0;
  std::string file() const { return sequence->path().filename().string(); }
};

std::string names_of(const Sequence& sequence) {
  return in_lower_case(sequence.root() + " " + sequence.path().filename().string());
}

bool is_of(const Kind& kind, const std::string& names) {
  return std::any_of(kind.names.begin(), kind.names.end(),
                     [&](const char* word) { return names.find(word) != names.npos; });
}

size_t rank_of(const Kind& kind, const std::string& names) {
  if (*kind.last && names.find(kind.last) != names.npos) return kind.first.size() + 1;
  size_t rank = 0;
  while (rank < kind.first.size() && names.find(kind.first[rank]) == names.npos) ++rank;
  return rank;
}

/// Takes one of the candidates and says so of the others.
Candidate choose(std::vector<Candidate>& candidates, const Kind& kind, Sequences& found) {
  if (candidates.empty()) return {};
  const auto best = std::min_element(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.file() > b.file();
  });
  for (const Candidate& other : candidates) {
    if (&other == &*best) continue;
    found.ignored.push_back(other.file());
    found.notes.push_back(std::string(kind.what) + " are those of " + best->file() + "; " + other.file() +
                          " is not used (to use it, move " + best->file() + " out of the folder)");
  }
  return std::move(*best);
}

/// The kind that names and content of a sequence say, or null.
const Kind* kind_of(const std::string& names, const Value& features) {
  if (is_of(kLabels, names)) return &kLabels;
  if (features.objects()) return is_of(kWords, names) ? &kWords : nullptr;
  if (!features.array() || features.array()->shape.size() != 2) return nullptr;
  const StreamWord stream = stream_word(names);
  return stream == StreamWord::none ? nullptr : stream == StreamWord::visual ? &kVisual : &kAcoustic;
}

}  // namespace

Sequences sort_out(const Opened& opened) {
  Sequences found;
  std::vector<Candidate> labels, words, visual, acoustic;
  std::vector<std::string> files;
  for (const fs::path& file : opened.files) {
    if (plain_name(file).extension() != ".csd") continue;
    files.push_back(file.filename().string());
    auto sequence = std::make_unique<Sequence>(file);
    const auto videos = sequence->videos();
    if (videos.empty()) throw DataError(file.string() + ": holds no video");
    const Value features = sequence->features(videos[0]);
    const std::string names = names_of(*sequence);
    const Kind* kind = kind_of(names, features);
    if (!kind) {
      found.ignored.push_back(files.back());
      found.notes.push_back(files.back() +
                            " is not used: its names and content are not those of labels, words, visual "
                            "or acoustic features");
      continue;
    }
    auto& role = kind == &kLabels ? labels : kind == &kWords ? words : kind == &kVisual ? visual : acoustic;
    const Array* array = features.array();
    role.push_back(
        {std::move(sequence), array && array->shape.size() == 2 ? array->shape[1] : 0, rank_of(*kind, names)});
  }
  found.labels = choose(labels, kLabels, found).sequence;
  found.words = choose(words, kWords, found).sequence;
  for (auto& [m, role, kind] :
       {std::tuple{Modality::visual, &visual, &kVisual}, {Modality::acoustic, &acoustic, &kAcoustic}}) {
    Candidate chosen = choose(*role, *kind, found);
    found.widths[m] = chosen.sequence ? chosen.width : 0;
    found.features[m] = std::move(chosen.sequence);
  }
  if (!found.labels || !found.words)
    throw DataError(opened.path.string() + ": has no .csd file of " + (found.labels ? "words" : "labels") +
                    "; there are " + listing(files) + ", and a name says what a file is for (`Labels`, `Words`)");
  return found;
}

}  // namespace mmim

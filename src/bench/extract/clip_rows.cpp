#include <cmath>
#include <optional>

#include "bench/bench.h"
#include "bench/extract/clip_job.h"
#include "bench/extract/clip_model.h"
#include "bench/extract/covarep.h"
#include "bench/extract/made_clips.h"
#include "bench/process.h"
#include "core/error.h"
#include "core/files.h"
#include "core/process.h"
#include "core/record.h"
#include "core/temporary_folder.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr double kMostCovarepSeconds = 10;  ///< of sound: Octave takes six times as long
constexpr int64_t kThreads = 2;

/// The clips that one run of the benchmark measures.
class ClipBench {
 public:
  explicit ClipBench(const Bench& bench)
      : bench_(bench), given_(bench.options().clips), maker_(folder_.path(), given_.face) {}

  Row acoustic() const {
    Row row = row_of("extract/acoustic");
    const Covarep covarep(given_.covarep);
    const double seconds = std::min(given_.seconds, kMostCovarepSeconds);
    make_folder(folder_.path() / "sounds");
    const fs::path sound = maker_.sound("sounds/speech", maker_.speech(seconds));
    const std::string lacking = covarep.lacking();
    if (!lacking.empty()) row.more["without_covarep"] = lacking;
    if (lacking.empty()) row.plain.emplace();
    for (int64_t round = 0; round < bench_.options().rounds; ++round) {
      const ClipCost cost = cost_of({.file = sound});
      row.ours.rounds.push_back(cost.cpu_seconds / cost.seconds);
      if (row.plain && round < bench_.plain_rounds())
        row.plain->rounds.push_back(covarep.cpu_seconds_for(sound.parent_path()) / cost.seconds);
    }
    row.more["seconds_of_sound"] = seconds;
    return row;
  }

  Row visual() const {
    Row row = row_of("extract/visual");
    if (!maker_.has_face()) return without_face(std::move(row));
    const fs::path clip = maker_.clip("silent", maker_.speech(given_.seconds), true);
    Timing wall;
    for (int64_t round = 0; round < bench_.options().rounds; ++round) {
      const ClipCost cost = cost_of({.file = clip, .faces = true, .one_core = true, .face_model = given_.face_model});
      const auto pictures = static_cast<double>(cost.pictures);
      row.ours.rounds.push_back(cost.cpu_seconds / pictures);
      wall.rounds.push_back(cost.wall_seconds / pictures);
      row.more["pictures"] = cost.pictures;
      row.more["with_face"] = cost.with_face;
    }
    row.more["pictures_per_second"] = 1 / row.ours.median();
    row.more["pictures_per_second_of_wall_time"] = 1 / wall.median();
    return row;
  }

  Row score() const {
    Row row = row_of("extract/clip");
    const Speech speech = maker_.speech(given_.seconds);
    const fs::path clip = maker_.clip("clip", speech);
    const std::string model =
        given_.model.empty() ? make_clip_model(maker_, folder_.path(), given_.face_model).string() : given_.model;
    std::vector<std::string> words{own_program(), "predict",   model,       clip.string(),
                                   "--text",      speech.text, "--threads", std::to_string(kThreads),
                                   "--json"};
    if (!given_.face_model.empty() && maker_.has_face()) words.insert(words.end(), {"--face-model", given_.face_model});
    Timing cpu;
    for (int64_t round = 0; round < bench_.options().rounds; ++round) {
      const double begun = cpu_seconds();
      ProcessResult result;
      row.ours.rounds.push_back(seconds_of([&] { result = run_to_end(words); }));
      if (result.code != 0) throw Error("`mmim predict` refuses the clip: " + in_one_line(result.errors));
      cpu.rounds.push_back(cpu_seconds() - begun);
    }
    row.more = {{"seconds_of_clip", given_.seconds},
                {"threads", kThreads},
                {"cpu_seconds", cpu.median()},
                {"pictures", maker_.has_face()},
                {"model", given_.model.empty() ? "a tiny one, trained for this" : given_.model}};
    return row;
  }

  Row memory() const {
    Row row = row_of("extract/memory");
    row.unit = "B";
    Json lengths = Json::array();
    std::optional<ClipCost> first, last;
    for (const double seconds : {given_.seconds, std::sqrt(given_.seconds * given_.longest), given_.longest}) {
      const Speech speech = maker_.speech(std::round(seconds));
      const fs::path clip = maker_.clip("long", speech);
      bench_.say("memory of " + std::to_string(std::lround(seconds)) + " s");
      last = cost_of({.file = clip,
                      .text = speech.text,
                      .faces = maker_.has_face(),
                      .face_model = given_.face_model,
                      .threads = kThreads});
      if (!first) first = last;
      lengths.push_back(field_to_json(*last));
      fs::remove(clip);
    }
    row.ours.rounds = {last->peak};
    const double more_seconds = last->seconds - first->seconds;
    row.more["lengths"] = lengths;
    row.more["bytes_for_a_second"] = (last->peak - first->peak) / more_seconds;
    row.more["kept_bytes_for_a_second"] = (last->kept_bytes - first->kept_bytes) / more_seconds;
    return row;
  }

 private:
  static Row row_of(const std::string& name) {
    for (const Benchmark& one : benchmarks())
      if (one.name == name) return {.name = name, .what = one.what};
    throw Error(name + " is no benchmark");
  }
  static Row without_face(Row row) {
    row.more["lacking"] = "--face names a picture, or a clip, that shows a face";
    return row;
  }

  const Bench& bench_;
  const ClipBenchOptions& given_;
  TemporaryFolder folder_;
  ClipMaker maker_;
};

}  // namespace

std::vector<Row> clip_rows(const Bench& bench) {
  bench.say("clips are made");
  const ClipBench clips(bench);
  std::vector<Row> rows;
  for (const auto& [name, measure] : {std::pair{"extract/acoustic", &ClipBench::acoustic},
                                      {"extract/visual", &ClipBench::visual},
                                      {"extract/clip", &ClipBench::score},
                                      {"extract/memory", &ClipBench::memory}}) {
    if (!bench.wants(name)) continue;
    bench.say(name);
    rows.push_back((clips.*measure)());
  }
  return rows;
}

}  // namespace mmim

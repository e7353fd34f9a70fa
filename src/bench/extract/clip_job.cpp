#include "bench/extract/clip_job.h"

#include <sched.h>

#include "bench/measure.h"
#include "bench/process.h"
#include "core/error.h"
#include "core/job.h"
#include "core/process.h"
#include "core/record.h"
#include "extract/clip/extractor.h"
#include "extract/media/clip_sound.h"

namespace mmim {

namespace {

/// This process, and those that it starts, stay on the last of the cores that it may use.
void stay_on_one_core() {
  cpu_set_t all, one;
  if (::sched_getaffinity(0, sizeof all, &all) != 0) throw Error("no core can be chosen (" + system_reason() + ")");
  int last = CPU_SETSIZE - 1;
  while (last > 0 && !CPU_ISSET(last, &all)) --last;
  CPU_ZERO(&one);
  CPU_SET(last, &one);
  if (::sched_setaffinity(0, sizeof one, &one) != 0) throw Error("no core can be chosen (" + system_reason() + ")");
}

double bytes_of(const Track& track) {
  return static_cast<double>((track.values.size() + track.times.size()) * sizeof(double));
}

}  // namespace

ClipCost do_clip_job(const ClipJob& job) {
  if (job.one_core) stay_on_one_core();
  ExtractOptions options{.rows = RowTimes::own, .faces = job.faces};
  options.visual.face_model = job.face_model;
  Extractor extractor(options, !job.text.empty(), job.threads);
  ClipCost cost{.resident_before = resident().now};
  ClipStreams streams;
  const double begun = cpu_seconds();
  cost.wall_seconds = seconds_of([&] { streams = extractor.extract({job.file, job.text}); });
  cost.cpu_seconds = cpu_seconds() - begun;
  cost.peak = resident().peak;
  cost.seconds = streams.facts.seconds;
  cost.with_face = job.faces ? streams.facts.with_face : 0;
  cost.pictures = streams.visual.rows();
  cost.words = streams.facts.words;
  cost.kept_bytes = bytes_of(streams.acoustic) + bytes_of(streams.visual);
  if (streams.facts.sound) cost.kept_bytes += streams.facts.seconds * kSoundRate * sizeof(float);
  return cost;
}

ClipCost cost_of(const ClipJob& job) {
  const ProcessResult result = run_to_end(words_of({kClipJob, field_to_json(job)}));
  if (result.code != 0) throw Error("measuring in a process of its own has failed: " + in_one_line(result.errors));
  return read_record<ClipCost>(parse_json(result.output, "a measuring process"), "a measuring process", "measurement");
}

}  // namespace mmim

#include "cli/jobs.h"

#include <iostream>

#include "bench/bench.h"
#include "bench/extract/clip_job.h"
#include "cli/look/progress.h"
#include "core/error.h"
#include "core/job.h"
#include "core/record.h"
#include "experiments/job.h"
#include "extract/folder/job.h"
#include "tensor/device.h"

namespace mmim {

namespace {

template <class T>
T details_of(const Job& job) {
  return read_record<T>(job.what, kJobCommand, "the job \"" + job.kind + "\"");
}

int measure_alone(const AloneJob& job) {
  prepare_machine(job.options.threads);
  std::cout << do_alone_job(job).dump() << "\n";
  return 0;
}

int measure_clip(const ClipJob& job) {
  std::cout << field_to_json(do_clip_job(job)).dump() << "\n";
  return 0;
}

}  // namespace

int do_job(const std::string& argument) {
  const Job job = parse_job(argument);
  if (job.kind == kTrainJob) return do_train_job(details_of<RunJob>(job), *make_observer(true));
  if (job.kind == kFinishJob) return do_finish_job(details_of<RunJob>(job));
  if (job.kind == kExtractJob) return do_extract_job(details_of<ExtractJob>(job));
  if (job.kind == kAloneJob) return measure_alone(details_of<AloneJob>(job));
  if (job.kind == kClipJob) return measure_clip(details_of<ClipJob>(job));
  throw UsageError("there is no job \"" + job.kind + "\"");
}

}  // namespace mmim

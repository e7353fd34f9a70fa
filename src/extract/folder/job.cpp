#include "extract/folder/job.h"

#include <new>

#include "core/error.h"
#include "core/record.h"
#include "extract/clip/extractor.h"
#include "extract/folder/clip_store.h"

namespace mmim {

std::unique_ptr<Child> start_extract_job(const ExtractJob& job) {
  return start_logged(words_of(Job{kExtractJob, field_to_json(job)}), std::filesystem::path(job.folder) / kExtractLog,
                      job.threads);
}

int do_extract_job(const ExtractJob& job) {
  const ClipStore store{std::filesystem::path(job.folder)};
  ExtractOptions options;
  Options(options).merge(store.wanted().options, job.folder);
  Extractor extractor(options, false, job.threads);
  for (const int64_t number : job.clips) {
    const auto clip = static_cast<size_t>(number);
    const WantedClip& wanted = store.wanted().clips.at(clip);
    try {
      store.finish(clip, extractor.extract({wanted.file, wanted.text, wanted.words}));
    } catch (const DataError& error) {
      store.fail(clip, error.what());
    } catch (const std::bad_alloc&) {
      store.fail(clip, wanted.file + ": needs more memory than there is");
    }
  }
  return 0;
}

}  // namespace mmim

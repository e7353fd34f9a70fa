#include "extract/folder/clip_store.h"

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "extract/clip/streams_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr const char* kWantedFile = "clips.json";
constexpr size_t kNameDigits = 16;

fs::path record_of(const fs::path& folder) { return folder / kWantedFile; }

WantedClips read_wanted(const fs::path& folder) {
  return read_record<WantedClips>(read_json(record_of(folder)), record_of(folder).string(), "a list of clips");
}

}  // namespace

ClipStore::ClipStore(fs::path folder) : folder_(std::move(folder)), wanted_(read_wanted(folder_)) {}

ClipStore::ClipStore(fs::path folder, const WantedClips& wanted) : folder_(std::move(folder)), wanted_(wanted) {
  make_folder(folder_);
  write_json(record_of(folder_), field_to_json(wanted_));
}

/// By the id, not by the place in the list, so that a longer table finds what a shorter one made; and by the settings.
fs::path ClipStore::stem(size_t clip) const {
  const std::string id = wanted_.features + wanted_.clips[clip].id;
  return folder_ / sha256(std::as_bytes(std::span(id))).substr(0, kNameDigits);
}

fs::path ClipStore::failure_file(size_t clip) const { return stem(clip).string() + ".failed.json"; }

bool ClipStore::finished(size_t clip) const {
  const fs::path file = description_of(stem(clip));
  std::error_code code;
  if (!fs::exists(file, code)) return false;
  try {
    WantedClip made;
    field_from_json(read_json(file).at("made_of"), made);
    return made == wanted_.clips[clip];
  } catch (const DataError&) {
    return false;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

std::string ClipStore::failure(size_t clip) const {
  std::error_code code;
  if (!fs::exists(failure_file(clip), code)) return "";
  return read_json(failure_file(clip)).value("reason", "unknown");
}

ClipStreams ClipStore::read(size_t clip) const { return read_streams(stem(clip)); }

ClipFacts ClipStore::facts(size_t clip) const { return read_facts(stem(clip)); }

void ClipStore::finish(size_t clip, const ClipStreams& streams) const {
  write_streams(stem(clip), streams, {{"made_of", field_to_json(wanted_.clips[clip])}});
}

void ClipStore::fail(size_t clip, const std::string& reason) const {
  write_json(failure_file(clip), {{"id", wanted_.clips[clip].id}, {"reason", reason}});
}

void ClipStore::forget_failures() const {
  std::error_code ignored;
  for (size_t clip = 0; clip < wanted_.clips.size(); ++clip) fs::remove(failure_file(clip), ignored);
  fs::remove(folder_ / kExtractLog, ignored);
}

void ClipStore::remove() const {
  std::error_code ignored;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder_, ignored), end; !ignored && it != end; it.increment(ignored))
    if (it->path().filename() != kWantedFile) files.push_back(it->path());
  for (const fs::path& file : files) fs::remove_all(file, ignored);  // a kill leaves a folder that is known
  fs::remove_all(folder_, ignored);
}

}  // namespace mmim

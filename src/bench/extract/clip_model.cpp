#include "bench/extract/clip_model.h"

#include "core/error.h"
#include "core/files.h"
#include "extract/folder/extract_folder.h"
#include "train/train_run.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr double kSecondsOfClip = 3;

/// Clips of three videos, one for each split, and their table.
fs::path write_clips(const ClipMaker& maker, const fs::path& folder) {
  const Speech speech = maker.speech(kSecondsOfClip);
  const fs::path clip = maker.clip("short", speech);
  std::string table = "id,text,label,split\n";
  make_folder(folder);
  for (const std::string split : {"train", "valid", "test"})
    for (const int number : {1, 2, 3, 4}) {
      const std::string id = split + "_" + std::to_string(number);
      fs::copy_file(clip, folder / (id + clip.extension().string()));
      table += id + "," + speech.text + "," + std::to_string(number - 2) + "," + split + "\n";
    }
  write_file_atomically(folder / "label.csv", table);
  return folder;
}

}  // namespace

fs::path make_clip_model(const ClipMaker& maker, const fs::path& folder, const std::string& face_model) {
  FolderOptions options;
  options.extract.faces = maker.has_face();
  options.extract.visual.face_model = face_model;
  const fs::path data = folder / "data", run = folder / "run";
  const auto made = extract_folder(write_clips(maker, folder / "clips"), data, options, [](const FolderProgress&) {});
  if (!made) throw Error("stopped while the clips of a model were made");
  if (!made->failed.empty()) throw Error("a made clip cannot be extracted: " + made->failed.front().reason);
  const std::string streams = maker.has_face() ? "text,visual,acoustic" : "text,acoustic";
  RunConfig config = RunConfig::resolve(
      Json::object(), "",
      {"data.folder=" + data.string(), "mmim.modalities=" + streams, "train.epochs=1", "train.batch_size=4",
       "train.device=cpu", "text.random.width=16", "text.random.layers=1", "text.random.heads=2",
       "text.random.inner=16", "mmim.visual.hidden=8", "mmim.acoustic.hidden=8", "mmim.fusion_width=16"});
  const std::unique_ptr<Run> prepared = prepare_run(std::move(config), false);
  Observer silent;
  train_run(*prepared, run, silent);
  return run / "best";
}

}  // namespace mmim

#include "serve/clip_listener.h"

#include <optional>

#include "core/error.h"
#include "core/nameless_file.h"
#include "extract/media/media_file.h"
#include "extract/words/read_words.h"
#include "predict/clip_request.h"

namespace mmim {

namespace {

void keep(NamelessFile& file, std::string_view bytes) { file.write(std::as_bytes(std::span(bytes))); }

/// A sentence about a temporary file, with the name that its sender has for it.
std::string renamed(std::string sentence, const std::string& path, const std::string& name) {
  for (size_t at = sentence.find(path); at != sentence.npos; at = sentence.find(path, at + name.size()))
    sentence.replace(at, path.size(), name);
  return sentence;
}

}  // namespace

Extractor& ClipListener::extractor_of(const std::shared_ptr<const ServedModel>& model, bool times) {
  if (!extractor_ || model_.lock() != model || times_ != times) {
    extractor_ = std::make_unique<Extractor>(extract_options_for(model->predictor, face_model_), times, 1);
    model_ = model;
    times_ = times;
  }
  return *extractor_;
}

HeardClip ClipListener::hear(const std::shared_ptr<const ServedModel>& model, const ClipForm& form) {
  NamelessFile clip("the clip"), words("the words");
  keep(clip, form.clip);
  keep(words, form.words);
  const std::string clip_path = clip.path().string(), words_path = words.path().string();
  try {
    expect_media(clip_path);
    HeardClip heard;
    heard.text = form.text;
    if (form.text.empty() && !form.words.empty()) heard.text = text_of(read_words(words_path));
    if (reads_rows(model->predictor))
      heard.streams = extractor_of(model, !form.words.empty())
                          .extract({clip_path, form.text, form.words.empty() ? "" : words_path});
    heard.request = request_of(heard.streams, heard.text, model->predictor.card());
    return heard;
  } catch (const DataError& error) {
    throw DataError(renamed(renamed(error.what(), clip_path, "the clip"), words_path, "the words"));
  }
}

}  // namespace mmim

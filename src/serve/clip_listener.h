#pragma once
#include <memory>

#include "extract/clip/extractor.h"
#include "serve/clip_form.h"
#include "serve/served_model.h"

namespace mmim {

/// What became of a clip that came with a request.
struct HeardClip {
  Request request;
  std::string text;  ///< as given, or the words of their file
  ClipStreams streams;
};

/// Clips to requests, one after the other: for one thread. What a model needs for that is loaded once.
class ClipListener {
 public:
  /// `face_model`: VisualOptions::face_model.
  explicit ClipListener(std::string face_model) : face_model_(std::move(face_model)) {}
  /// DataError for what is no clip, does not fit its words, or cannot be read by this model. The clip lies in a
  /// temporary file without a name while it is read.
  HeardClip hear(const std::shared_ptr<const ServedModel>& model, const ClipForm& form);

 private:
  Extractor& extractor_of(const std::shared_ptr<const ServedModel>& model, bool times);

  std::string face_model_;
  std::weak_ptr<const ServedModel> model_;  ///< of the extractor
  bool times_ = false;
  std::unique_ptr<Extractor> extractor_;
};

}  // namespace mmim

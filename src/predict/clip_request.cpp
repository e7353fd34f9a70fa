#include "predict/clip_request.h"

#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/feature_difference.h"
#include "corpus/lengths.h"

namespace mmim {

namespace {

bool reads_rows(const std::vector<Modality>& reads) { return reads != std::vector<Modality>{Modality::text}; }

}  // namespace

bool reads_rows(const Predictor& predictor) { return reads_rows(predictor.trained().model->needs().modalities); }

ExtractOptions extract_options_for(const Predictor& predictor, const std::string& face_model) {
  const TrainedModel& trained = predictor.trained();
  return extract_options_for(trained.config.model, trained.model->needs().modalities, trained.data, face_model);
}

ExtractOptions extract_options_for(const std::string& model, const std::vector<Modality>& reads, const DataCard& card,
                                   const std::string& face_model) {
  ExtractOptions options;
  options.faces = false;
  if (!reads_rows(reads)) return options;
  if (!card.features.known())
    throw DataError(
        sentence("model {} was trained on {} of {}, which are not made from a clip here; train a model on "
                 "clips (`mmim extract FOLDER DATASET`), or give its own rows as JSON lines",
                 model, maker_of(card.features), card.name));
  options = options_of(card.features, "the data of the model, " + card.name);
  options.visual.face_model = face_model;
  if (std::find(reads.begin(), reads.end(), Modality::visual) == reads.end()) options.faces = false;
  return options;
}

Request request_of(const ClipStreams& streams, const std::string& text, const DataCard& card) {
  Request request;
  request.utterance.text = text;
  request.absent.text = text.empty();
  const PerModality<const Track*> tracks{nullptr, &streams.visual, &streams.acoustic};
  for (const Modality m : kRowStreams) {
    const int64_t width = card.streams[m].width;
    if (width == 0) continue;
    request.absent[m] = tracks[m]->rows() == 0;
    if (!request.absent[m] && tracks[m]->width() != width)
      throw DataError(
          sentence("a clip has {} {} columns, the model was trained on {}", tracks[m]->width(), word(m), width));
    StreamRows& rows = request.utterance.streams[m];
    rows.padded = false;
    rows.rows = tracks[m]->rows();
    rows.values.assign(tracks[m]->values.begin(), tracks[m]->values.end());
    if (request.absent[m] && card.alignment == Alignment::words) {
      rows.rows = static_cast<int64_t>(streams.words.size());
      rows.values.assign(static_cast<size_t>(rows.rows * width), 0);
    }
    make_finite(rows.values, non_finite_of(card.non_finite));
  }
  return request;
}

}  // namespace mmim

#pragma once
#include "extract/clip/clip.h"
#include "extract/clip/extract_options.h"
#include "predict/predictor.h"

namespace mmim {

/// The settings with which a clip becomes what a model reads. A model that reads the text alone needs none: its options
/// look for no face. `face_model`: VisualOptions::face_model. DataError, saying what to do, for a model whose rows are
/// of another make than clips are.
ExtractOptions extract_options_for(const Predictor& predictor, const std::string& face_model);
/// The same of a model by its name, what it reads and what it was trained on.
ExtractOptions extract_options_for(const std::string& model, const std::vector<Modality>& reads, const DataCard& card,
                                   const std::string& face_model);

/// Whether a model reads anything of a clip but its text.
bool reads_rows(const Predictor& predictor);

/// A clip as a request, with rows as an import takes them. DataError for rows of another width than the model reads.
Request request_of(const ClipStreams& streams, const std::string& text, const DataCard& card);

}  // namespace mmim

#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "predict/predictor.h"

namespace mmim {

/// What a person says of a clip that is to be scored.
struct ClipArguments {
  std::string text, words, streams, face_model;
  bool json = false;
};

/// Adds --text, --words, --streams, --face-model and --json.
void add_clip_arguments(CLI::App& command, ClipArguments& arguments);
/// UsageError for the first of them that was given, since `input` is no clip.
void refuse_clip_arguments(const CLI::App& command, const std::string& input);

/// Extracts a clip as the data of the model were, and prints its score; the exit code.
int predict_clip(const Predictor& predictor, const std::string& clip, const ClipArguments& given,
                 const std::string& output, int64_t threads);

}  // namespace mmim

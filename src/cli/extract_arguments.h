#pragma once
#include <CLI/CLI.hpp>
#include <optional>

#include "extract/clip/extractor.h"

namespace mmim {

/// How a person says in what way clips become rows.
struct ExtractArguments {
  std::string rows, acoustic_view = "all", visual_view = "all", face_model;
  std::optional<double> acoustic_rate{}, visual_rate{};
  int64_t pictures = 30;
  bool compat = false, no_faces = false;
};

/// Adds --rows (default: `rows`), --acoustic-view and their like.
void add_extract_arguments(CLI::App& command, ExtractArguments& arguments, const std::string& rows);

/// The options they mean. Faces are left out, and `say` is told why, where they cannot be looked for and no face model
/// was named. ConfigError for values that are none, UsageError for rates beside rows that
/// have none; Error where a face model was named that cannot be used.
ExtractOptions options_of(const ExtractArguments& arguments, const std::string& rows,
                          const std::function<void(const std::string&)>& say);

}  // namespace mmim

#pragma once
#include <CLI/CLI.hpp>
#include <optional>

#include "extract/clip/extractor.h"

namespace mmim {

/// How a person says in what way clips become rows. Nothing: not said.
struct ExtractArguments {
  std::string rows, acoustic_view = "all", face_model;
  std::optional<double> acoustic_rate{}, visual_rate{};
  std::optional<std::string> visual_view{};
  std::optional<int64_t> pictures{};
  bool compat = false, no_faces = false;

  /// The first option that says how faces become rows, "--pictures"; or "".
  std::string of_faces() const;
};

/// Adds --rows (default: `rows`), --acoustic-view and their like.
void add_extract_arguments(CLI::App& command, ExtractArguments& arguments, const std::string& rows);

/// The options they mean. `wants_faces`: a further option that means nothing without faces, or "". Faces are left out,
/// and `say` is told why, where they cannot be looked for and no option is about them. ConfigError for values that are
/// none, UsageError for options that would have no effect; Error where an option is about faces that cannot be looked
/// for.
ExtractOptions options_of(const ExtractArguments& arguments, const std::string& rows, const std::string& wants_faces,
                          const std::function<void(const std::string&)>& say);

}  // namespace mmim

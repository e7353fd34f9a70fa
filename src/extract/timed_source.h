#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/source.h"

namespace mmim {

/// What becomes of the rows of own features over time.
struct RowOptions {
  std::string rows{};               ///< "words": a row for each word; a number: rows a second; empty: as they are
  std::vector<std::string> rate{};  ///< [STREAM=]N: rows a second of features whose files have no times
  std::filesystem::path words{};    ///< folder of the times of words; empty: `words` beside the table
  std::string given() const;        ///< the first option that is given, "--rows"; or ""
};

/// The source with its rows averaged over the words of each text, whose times lie in a file for each utterance
/// (read_words), or over equal steps of time. UsageError for options that are none, or of another layout than `table`;
/// DataError for rows without times, and for times of words of another text. Without options, the source itself.
std::unique_ptr<Source> with_rows(std::unique_ptr<Source> source, const RowOptions& options);

}  // namespace mmim

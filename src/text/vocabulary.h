#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "text/byte_pairs.h"
#include "text/markers.h"
#include "text/spelling.h"

namespace mmim {

/// Tokens in order of id, how text is spelled before it is looked up in them, and which of them stand for no word.
struct Vocabulary {
  std::vector<std::string> tokens;
  Spelling spelling;
  Markers markers;
  Merges merges;  ///< of a byte-level vocabulary, which knows no spelling
};

/// Reads vocab.txt (one token a line) or vocab.json with merges.txt beside it, else the WordPiece model or the byte
/// pairs of a Hugging Face tokenizer.json, from a folder or as the file itself. A tokenizer_config.json beside it has
/// the last word on spelling and markers; without any, markers are those of the family that the tokens show. DataError
/// naming file and line, token or key when it is not UTF-8, a line is empty, ids have a gap, or the model is not
/// BERT's. All may be in gzip or xz.
Vocabulary read_vocabulary(const std::filesystem::path& folder_or_file);

}  // namespace mmim

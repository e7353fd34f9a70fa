#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mmim {

/// What tells a family of text encoders from BERT. The layers are BERT's; a family of such layers is one entry.
struct EncoderKind {
  using Names = std::vector<std::pair<std::string, std::string>>;

  std::string model_type, title, architecture;  ///< "mpnet" and "MPNetModel" in config.json; "MPNet" for people
  Names names = {};                             ///< parts of the names of tensors: ours, which are BERT's, and theirs
  Names keys = {};                              ///< keys of config.json: BERT's and theirs
  bool token_types = true;                      ///< an embedding of the segment is added
  int64_t padding = 0;                          ///< id of the padding token
  /// Piece t that is no padding stands at row padding + 1 + t of the table of positions, padding at row `padding`.
  bool positions_behind_padding = false;
  bool relative_bias = false;      ///< one table of biases by distance for the scores of all layers
  bool narrow_embeddings = false;  ///< embeddings may be narrower than the layers, with a linear layer between

  std::string our_name(const std::string& theirs) const;  ///< of a tensor, whatever stands before
  std::string their_name(const std::string& ours) const;
  std::string their_key(const std::string& bert) const;
  int64_t first_position() const { return positions_behind_padding ? padding + 1 : 0; }
};

/// Every family that is read, BERT first.
const std::vector<EncoderKind>& encoder_kinds();
/// By model_type; null when it is not read.
const EncoderKind* find_encoder_kind(const std::string& model_type);

}  // namespace mmim

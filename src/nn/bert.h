#pragma once
#include <filesystem>

#include "core/options.h"
#include "nn/encoder_kind.h"
#include "nn/layers.h"
#include "tensor/compute.h"
#include "tensor/ragged.h"
#include "tensor/random.h"

namespace mmim {

/// Family and geometry of a text encoder (config.json of a Hugging Face folder).
struct BertOptions {
  int64_t vocabulary = 30522, width = 128, layers = 2, heads = 4, inner = 512, positions = 512, types = 2;
  double dropout = 0.1, attention_dropout = 0.1;  ///< on hidden states; on attention probabilities
  double epsilon = 1e-12;                         ///< of LayerNorm
  int64_t embedding_width = 0;                    ///< of what a linear layer then widens; 0: width
  std::string type = "bert";                      ///< model_type of an EncoderKind

  const EncoderKind& kind() const;
  int64_t longest() const;  ///< pieces of a text at most: rows of the table of positions that pieces use
  void list(Options& o);
  Json to_json() const;                                                        ///< as Hugging Face's config.json
  static BertOptions from_json(const Json& config, const std::string& where);  ///< DataError names the key
};

/// Which rows the last layer is computed for.
enum class Rows { cls, all };

/// One vector of a text: the last layer's row of [CLS], the mean of all rows of that layer, or tanh(Linear([CLS])).
enum class Pool { cls, mean, pooler };

class BertLayer;

/// BERT, or one of its kin (nn/encoder_kind.h), without padding: tokens of all texts one after the other. Parameter
/// names are those of Hugging Face's BERT without "bert.", whatever the family.
class Bert : public torch::nn::Module {
 public:
  explicit Bert(const BertOptions& options, const Compute& compute = {});
  ~Bert() override;
  const BertOptions& options() const { return options_; }

  /// Word, position and type embeddings, LayerNorm, dropout: ids (N) -> (N, width).
  Ragged embed(const Ragged& tokens, const Draws& draws = {}) const;
  /// Layers `first_layer` to the last. Rows::cls: values (B, width), the rows of [CLS] alone, layout of one row each.
  Ragged encode(const Ragged& embedded, int64_t first_layer, Rows rows, const Draws& draws = {}) const;
  /// The last layer's rows of every piece and, behind them, of the [PAD] rows that fill each text up to `length`, as a
  /// BERT with an attention mask gives them: padding reads the pieces and is read by nothing. A layout of `length` rows
  /// each; what is longer is cut.
  Ragged encode_padded(const Ragged& tokens, int64_t length, const Draws& draws = {}) const;
  /// tanh(Linear(cls)): (B, width) -> (B, width).
  Tensor pool(const Tensor& cls) const;
  /// Layers `first_layer` to the last, and one vector of each text: (N, width) -> (B, width).
  Tensor encode_pooled(const Ragged& embedded, int64_t first_layer, Pool pool, const Draws& draws = {}) const;
  /// The vector out of the last layer's rows.
  Tensor pooled(const Ragged& rows, Pool pool) const;
  /// The last layer's [CLS] rows (B, width) of token ids.
  Tensor cls(const Ragged& tokens, const Draws& draws = {}) const;

 private:
  Tensor position_rows(const Ragged& tokens) const;  ///< (N) rows of the table of positions
  Tensor embedding_sum(const Tensor& words, const Tensor& position_rows) const;
  Tensor widened(const Tensor& embedded) const;  ///< (N, embedding_width) -> (N, width)
  Tensor bias_for(int64_t longest) const;        ///< by distance, of texts so long; undefined without one

  BertOptions options_;
  Compute compute_;
  std::shared_ptr<Embedding> word_, position_, type_, relative_;
  std::shared_ptr<LayerNorm> norm_;
  std::shared_ptr<Linear> widening_;
  std::vector<std::shared_ptr<BertLayer>> layers_;
  std::shared_ptr<Linear> pooler_;
};

/// What became of the tensors of an encoder's file.
struct LoadedWeights {
  std::vector<std::string> left_out;  ///< names of tensors that are no part of the encoder
  bool pooler = false;                ///< whether there was one
};

/// Loads the weights of a Hugging Face folder (nn/weights/bert_files.h) into `bert`: behind whatever prefix, gamma
/// and beta or weight and bias; buffers are ignored, a missing pooler stays as initialised. DataError names the missing
/// or mis-shaped tensor, or that of a layer which `bert` has not.
LoadedWeights load_bert_weights(Bert& bert, const std::filesystem::path& folder);

}  // namespace mmim

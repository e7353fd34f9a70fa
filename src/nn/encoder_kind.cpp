#include "nn/encoder_kind.h"

namespace mmim {

namespace {

std::string replaced(std::string name, const std::string& from, const std::string& to) {
  const size_t at = name.find(from);
  if (at == std::string::npos || (at > 0 && name[at - 1] != '.')) return name;
  return name.replace(at, from.size(), to);
}

}  // namespace

const std::vector<EncoderKind>& encoder_kinds() {
  static const std::vector<EncoderKind> kinds{
      {.model_type = "bert", .title = "BERT", .architecture = "BertModel"},
      {.model_type = "mpnet",
       .title = "MPNet",
       .architecture = "MPNetModel",
       .names = {{"attention.self.query.", "attention.attn.q."},
                 {"attention.self.key.", "attention.attn.k."},
                 {"attention.self.value.", "attention.attn.v."},
                 {"attention.output.dense.", "attention.attn.o."},
                 {"attention.output.LayerNorm.", "attention.LayerNorm."}},
       .token_types = false,
       .padding = 1,
       .positions_behind_padding = true,
       .relative_bias = true},
      {.model_type = "distilbert",
       .title = "DistilBERT",
       .architecture = "DistilBertModel",
       .names = {{"encoder.layer.", "transformer.layer."},
                 {"attention.self.query.", "attention.q_lin."},
                 {"attention.self.key.", "attention.k_lin."},
                 {"attention.self.value.", "attention.v_lin."},
                 {"attention.output.dense.", "attention.out_lin."},
                 {"attention.output.LayerNorm.", "sa_layer_norm."},
                 {"intermediate.dense.", "ffn.lin1."},
                 {"output.dense.", "ffn.lin2."},
                 {"output.LayerNorm.", "output_layer_norm."}},
       .keys = {{"hidden_size", "dim"},
                {"num_hidden_layers", "n_layers"},
                {"num_attention_heads", "n_heads"},
                {"intermediate_size", "hidden_dim"},
                {"hidden_dropout_prob", "dropout"},
                {"attention_probs_dropout_prob", "attention_dropout"},
                {"hidden_act", "activation"}},
       .token_types = false},
      {.model_type = "electra", .title = "ELECTRA", .architecture = "ElectraModel", .narrow_embeddings = true},
      {.model_type = "roberta",
       .title = "RoBERTa",
       .architecture = "RobertaModel",
       .padding = 1,
       .positions_behind_padding = true},
  };
  return kinds;
}

const EncoderKind* find_encoder_kind(const std::string& model_type) {
  for (const EncoderKind& kind : encoder_kinds())
    if (kind.model_type == model_type) return &kind;
  return nullptr;
}

std::string EncoderKind::our_name(const std::string& theirs) const {
  std::string name = theirs;
  for (const auto& [ours, other] : names) name = replaced(std::move(name), other, ours);
  return name;
}

std::string EncoderKind::their_name(const std::string& ours) const {
  std::string name = ours;
  for (const auto& [own, other] : names) name = replaced(std::move(name), own, other);
  return name;
}

std::string EncoderKind::their_key(const std::string& bert) const {
  for (const auto& [key, theirs] : keys)
    if (key == bert) return theirs;
  return bert;
}

}  // namespace mmim

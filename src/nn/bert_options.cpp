#include "core/error.h"
#include "nn/bert.h"

namespace mmim {

void BertOptions::list(Options& o) {
  o.add("width", width, {"width of the hidden states, a multiple of heads", between(1, 16384), ""});
  o.add("layers", layers, {"transformer layers", between(1, 256), ""});
  o.add("heads", heads, {"attention heads", between(1, 1024), ""});
  o.add("inner", inner, {"width of the feed-forward layer", between(1, 65536), ""});
  o.add("positions", positions, {"longest text in word pieces", between(2, 65535), ""});
  o.add("dropout", dropout, {"dropout of hidden states", between(0, 0.99), "BERT: .1"});
  o.add("attention_dropout", attention_dropout, {"dropout of attention probabilities", between(0, 0.99), "BERT: .1"});
}

Json BertOptions::to_json() const {
  return {{"architectures", {"BertModel"}},
          {"model_type", "bert"},
          {"vocab_size", vocabulary},
          {"hidden_size", width},
          {"num_hidden_layers", layers},
          {"num_attention_heads", heads},
          {"intermediate_size", inner},
          {"max_position_embeddings", positions},
          {"type_vocab_size", types},
          {"hidden_dropout_prob", dropout},
          {"attention_probs_dropout_prob", attention_dropout},
          {"layer_norm_eps", epsilon},
          {"hidden_act", "gelu"},
          {"pad_token_id", 0}};
}

namespace {

template <class T>
void read(const Json& config, const std::string& where, const char* key, bool required, double low, double high,
          T& value) {
  if (!config.contains(key)) {
    if (required) throw DataError(where + ": key `" + key + "` is missing");
    return;
  }
  const Json& given = config.at(key);
  const bool right = std::is_integral_v<T> ? given.is_number_integer() : given.is_number();
  if (!right || !(given.get<double>() >= low && given.get<double>() <= high))
    throw DataError(where + ": `" + key + "` is " + given.dump() +
                    (std::is_integral_v<T> ? ", a whole number from " : ", a number from ") + Json(low).dump() +
                    " to " + Json(high).dump() + " is wanted");
  value = given.get<T>();
}

}  // namespace

BertOptions BertOptions::from_json(const Json& config, const std::string& where) {
  if (!config.is_object()) throw DataError(where + ": an object of keys is wanted");
  if (config.contains("model_type") && config.at("model_type") != "bert")
    throw DataError(where + ": `model_type` is " + config.at("model_type").dump() +
                    ", only \"bert\" is supported; such a folder holds another kind of model");
  BertOptions o;
  read(config, where, "vocab_size", true, 1, 1e8, o.vocabulary);
  read(config, where, "hidden_size", true, 1, 65536, o.width);
  read(config, where, "num_hidden_layers", true, 1, 1024, o.layers);
  read(config, where, "num_attention_heads", true, 1, 1024, o.heads);
  read(config, where, "intermediate_size", true, 1, 1e6, o.inner);
  read(config, where, "max_position_embeddings", true, 2, 65535, o.positions);
  read(config, where, "type_vocab_size", false, 1, 1024, o.types);
  read(config, where, "hidden_dropout_prob", false, 0, 0.99, o.dropout);
  read(config, where, "attention_probs_dropout_prob", false, 0, 0.99, o.attention_dropout);
  read(config, where, "layer_norm_eps", false, 0, 1, o.epsilon);
  if (o.width % o.heads != 0)
    throw DataError(where + ": `hidden_size` " + std::to_string(o.width) + " is no multiple of `num_attention_heads` " +
                    std::to_string(o.heads));
  if (config.contains("hidden_act") && config.at("hidden_act") != "gelu")
    throw DataError(where + ": `hidden_act` " + config.at("hidden_act").dump() +
                    " is not supported, BERT's is \"gelu\"");
  if (config.contains("position_embedding_type") && config.at("position_embedding_type") != "absolute")
    throw DataError(where + ": only absolute position embeddings are supported");
  return o;
}

}  // namespace mmim

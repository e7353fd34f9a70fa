#include "core/error.h"
#include "core/names.h"
#include "core/sentence.h"
#include "nn/bert.h"
#include "nn/relative_bias.h"

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

const EncoderKind& BertOptions::kind() const {
  const EncoderKind* kind = find_encoder_kind(type);
  if (!kind) throw Error("there is no family of text encoders `" + type + "`");
  return *kind;
}

int64_t BertOptions::longest() const { return positions - kind().first_position(); }

Json BertOptions::to_json() const {
  const EncoderKind& family = kind();
  Json json{{"architectures", {family.architecture}}, {"model_type", type}, {"vocab_size", vocabulary}};
  const auto put = [&](const char* key, const Json& value) { json[family.their_key(key)] = value; };
  put("hidden_size", width);
  put("num_hidden_layers", layers);
  put("num_attention_heads", heads);
  put("intermediate_size", inner);
  put("max_position_embeddings", positions);
  if (family.token_types) put("type_vocab_size", types);
  put("hidden_dropout_prob", dropout);
  put("attention_probs_dropout_prob", attention_dropout);
  put("layer_norm_eps", epsilon);
  put("hidden_act", "gelu");
  put("pad_token_id", family.padding);
  if (family.relative_bias) put("relative_attention_num_buckets", kRelativeBuckets);
  if (family.narrow_embeddings) put("embedding_size", embedding_width > 0 ? embedding_width : width);
  return json;
}

namespace {

/// config.json of a family: each key is read under the name that the family gives it.
struct ConfigFile {
  const Json& json;
  const std::string& where;
  const EncoderKind& kind;

  template <class T>
  void read(const char* bert_key, bool required, double low, double high, T& value) const {
    const std::string key = kind.their_key(bert_key);
    if (!json.contains(key)) {
      if (required) throw DataError(where + ": key `" + key + "` is missing");
      return;
    }
    const Json& given = json.at(key);
    const bool right = std::is_integral_v<T> ? given.is_number_integer() : given.is_number();
    if (!right || !(given.get<double>() >= low && given.get<double>() <= high))
      throw DataError(where + ": `" + key + "` is " + given.dump() +
                      (std::is_integral_v<T> ? ", a whole number from " : ", a number from ") + Json(low).dump() +
                      " to " + Json(high).dump() + " is wanted");
    value = given.get<T>();
  }

  /// Refuses any other value; a key that is not there has it.
  void demand(const char* bert_key, const Json& only) const {
    const std::string key = kind.their_key(bert_key);
    if (json.contains(key) && json.at(key) != only)
      throw DataError(sentence("{}: `{}` {} is not supported, {}'s is {}", where, key, json.at(key).dump(), kind.title,
                               only.dump()));
  }
};

const EncoderKind& kind_of(const Json& config, const std::string& where) {
  if (!config.contains("model_type")) return encoder_kinds().front();
  const Json& type = config.at("model_type");
  if (const EncoderKind* kind = type.is_string() ? find_encoder_kind(type.get<std::string>()) : nullptr) return *kind;
  std::vector<std::string> known;
  for (const EncoderKind& kind : encoder_kinds()) known.push_back("`" + kind.model_type + "`");
  throw DataError(where + ": `model_type` is " + type.dump() + ", and such a model is not read; " + listing(known) +
                  " are");
}

}  // namespace

BertOptions BertOptions::from_json(const Json& config, const std::string& where) {
  if (!config.is_object()) throw DataError(where + ": an object of keys is wanted");
  BertOptions o;
  const ConfigFile file{config, where, kind_of(config, where)};
  o.type = file.kind.model_type;
  file.read("vocab_size", true, 1, 1e8, o.vocabulary);
  file.read("hidden_size", true, 1, 65536, o.width);
  file.read("num_hidden_layers", true, 1, 1024, o.layers);
  file.read("num_attention_heads", true, 1, 1024, o.heads);
  file.read("intermediate_size", true, 1, 1e6, o.inner);
  file.read("max_position_embeddings", true, static_cast<double>(2 + file.kind.first_position()), 65535, o.positions);
  if (file.kind.token_types) file.read("type_vocab_size", false, 1, 1024, o.types);
  file.read("hidden_dropout_prob", false, 0, 0.99, o.dropout);
  file.read("attention_probs_dropout_prob", false, 0, 0.99, o.attention_dropout);
  file.read("layer_norm_eps", false, 0, 1, o.epsilon);
  if (file.kind.narrow_embeddings) file.read("embedding_size", false, 1, 65536, o.embedding_width);
  if (o.embedding_width == o.width) o.embedding_width = 0;
  if (o.width % o.heads != 0)
    throw DataError(sentence("{}: `{}` {} is no multiple of `{}` {}", where, file.kind.their_key("hidden_size"),
                             o.width, file.kind.their_key("num_attention_heads"), o.heads));
  file.demand("hidden_act", "gelu");
  if (file.kind.padding != 0) file.demand("pad_token_id", file.kind.padding);
  if (file.kind.relative_bias) file.demand("relative_attention_num_buckets", kRelativeBuckets);
  if (config.contains("position_embedding_type") && config.at("position_embedding_type") != "absolute")
    throw DataError(where + ": only absolute position embeddings are supported");
  return o;
}

}  // namespace mmim

#include "core/option_hints.h"

#include <algorithm>

#include "core/names.h"

namespace mmim {

namespace {

/// Names that other programs use, and parts of the options that are meant, the first that is there.
struct OtherName {
  std::vector<const char*> names, meant;
};

const std::vector<OtherName>& other_names() {
  static const std::vector<OtherName> table{
      {{"lr", "learning_rate", "learning_rates", "lr_bert", "learning_rate_bert", "lr_main", "base_lr"},
       {"learning_rate"}},
      {{"gpu", "gpus", "gpu_id", "gpu_ids", "cuda", "cuda_device", "device", "device_ids", "accelerator", "no_cuda"},
       {"--device", "train.device"}},
      {{"epoch", "epochs", "num_epochs", "n_epochs", "n_epoch", "max_epochs", "max_epoch", "num_train_epochs"},
       {"train.epochs"}},
      {{"batch", "bs", "batchsize", "batch_size", "train_batch_size", "per_device_train_batch_size"},
       {"train.batch_size"}},
      {{"early_stop", "early_stopping", "early_stopping_patience", "patience"}, {"train.patience"}},
      {{"workers", "num_workers", "n_threads", "num_threads", "cpus", "nproc"}, {"--threads", "train.threads"}},
      {{"random_seed", "manual_seed", "rand_seed"}, {"--seed"}},
      {{"seeds"}, {"--seeds", "--seed"}},
      {{"dataset", "dataset_dir", "dataset_path", "data_dir", "data_path", "datapath", "feature_path", "featurepath"},
       {"--data", "data.folder"}},
      {{"bert", "bert_path", "bert_model", "bert_dir", "pretrained", "pretrained_model", "model_name_or_path",
        "tokenizer", "text_encoder", "encoder"},
       {"--text.encoder", "text.encoder"}},
      {{"max_len", "max_length", "max_seq_length", "max_seq_len", "seq_len"}, {"text.limit"}},
      {{"wd", "decay", "weight_decay", "weight_decay_bert", "l2"}, {"weight_decay"}},
      {{"clip", "grad_clip", "gradient_clip", "max_grad_norm", "clip_norm", "gradient_clip_val"}, {"clip.limit"}},
      {{"gradient_accumulation_steps", "accumulation_steps", "accumulate_grad_batches", "update_epochs"},
       {"accumulate"}},
      {{"warmup_ratio", "warmup_steps", "warmup_proportion", "num_warmup_steps"}, {"warmup"}},
      {{"fp16", "bf16", "amp", "half"}, {"--precision", "train.precision"}},
      {{"modelname", "model_name", "arch", "architecture"}, {"--model"}},
      {{"save_dir", "save_path", "output", "out_dir", "log_dir", "res_save_dir", "model_save_dir", "checkpoint_dir"},
       {"--output-dir", "--output"}},
      {{"resume_from_checkpoint", "checkpoint", "continue"}, {"--resume"}}};
  return table;
}

/// The last part of `--a.b-C` in the spelling of the table: `b_c`.
std::string last_part(std::string_view word) {
  std::string part(word.substr(word.find_first_not_of('-') == word.npos ? 0 : word.find_first_not_of('-')));
  if (const size_t dot = part.rfind('.'); dot != part.npos) part.erase(0, dot + 1);
  for (char& c : part) c = c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return part;
}

std::vector<std::string> those_with(const std::string& meant, const std::vector<std::string>& known) {
  std::vector<std::string> found;
  const bool flag = meant.starts_with("--");
  for (const std::string& word : known)
    if (flag ? word == meant : word.find(meant) != word.npos) found.push_back(word);
  return found;
}

std::vector<std::string> in_section_of(std::string_view word, const std::vector<std::string>& found) {
  const std::string section(word.substr(0, word.find('.') == word.npos ? 0 : word.find('.') + 1));
  std::vector<std::string> inside;
  for (const std::string& one : found)
    if (!section.empty() && one.starts_with(section)) inside.push_back(one);
  return inside.empty() ? found : inside;
}

std::vector<std::string> known_elsewhere(std::string_view word, const std::vector<std::string>& known) {
  const std::string part = last_part(word);
  for (const OtherName& other : other_names()) {
    if (std::find(other.names.begin(), other.names.end(), part) == other.names.end()) continue;
    for (const char* meant : other.meant)
      if (const auto found = those_with(meant, known); !found.empty()) return in_section_of(word, found);
  }
  return {};
}

}  // namespace

std::string option_hint(std::string_view word, const std::vector<std::string>& known) {
  const auto has = [&](const char* flag) { return std::find(known.begin(), known.end(), flag) != known.end(); };
  if (last_part(word) == "seeds" && has("--seed") && !has("--seeds"))
    return " (`--seed` takes one; `mmim experiment FILE --seeds` runs several)";
  const std::vector<std::string> found = known_elsewhere(word, known);
  if (found.empty()) return did_you_mean(word, known);
  std::string text;
  for (size_t i = 0; i < found.size(); ++i)
    text += (i == 0 ? "`" : i + 1 == found.size() ? " or `" : ", `") + found[i] + "`";
  return " (did you mean " + text + "?)";
}

}  // namespace mmim

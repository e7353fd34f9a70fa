#include "models/catalog.h"

#include "core/error.h"
#include "models/mag_bert.h"
#include "models/mmim.h"
#include "models/self_mm.h"
#include "models/text_only.h"
#include "models/tfn.h"

namespace mmim {

const std::vector<ModelEntry>& models() {
  static const std::vector<ModelEntry> all{
      {"tfn", "Zadeh, Chen, Poria, Cambria, Morency: Tensor Fusion Network for Multimodal Sentiment Analysis, EMNLP",
       2017, [] { return std::unique_ptr<ModelOptions>(new TfnOptions); }},
      {"mag-bert",
       "Rahman, Hasan, Lee, Zadeh, Mao, Morency, Hoque: Integrating Multimodal Information in Large Pretrained "
       "Transformers, ACL",
       2020, [] { return std::unique_ptr<ModelOptions>(new MagBertOptions); }},
      {"self-mm",
       "Yu, Xu, Yuan, Wu: Learning Modality-Specific Representations with Self-Supervised Multi-Task Learning for "
       "Multimodal Sentiment Analysis, AAAI",
       2021, [] { return std::unique_ptr<ModelOptions>(new SelfMmOptions); }},
      {"mmim", "Han, Chen, Poria: Improving Multimodal Fusion with Hierarchical Mutual Information Maximization, EMNLP",
       2021, [] { return std::unique_ptr<ModelOptions>(new MmimOptions); }},
      {"text-only", "BERT [CLS], Linear; the reference every multimodal system has to beat", 2019,
       [] { return std::unique_ptr<ModelOptions>(new TextOnlyOptions); }},
  };
  return all;
}

const ModelEntry& model_entry(const std::string& name) {
  std::vector<std::string> known;
  for (const ModelEntry& entry : models()) {
    if (entry.name == name) return entry;
    known.push_back(entry.name);
  }
  throw UsageError("unknown model `" + name + "`" + did_you_mean(name, known) + "; `mmim describe models` lists all");
}

}  // namespace mmim

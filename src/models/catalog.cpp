#include "models/catalog.h"

#include "core/error.h"
#include "models/early_lstm.h"
#include "models/iccn.h"
#include "models/late_mlp.h"
#include "models/lmf.h"
#include "models/mag_bert.h"
#include "models/mfm.h"
#include "models/misa.h"
#include "models/mmim.h"
#include "models/mult.h"
#include "models/self_mm.h"
#include "models/text_only.h"
#include "models/tfn.h"

namespace mmim {

namespace {

template <class Options>
std::unique_ptr<ModelOptions> make() {
  return std::make_unique<Options>();
}

}  // namespace

const std::vector<ModelEntry>& models() {
  static const std::vector<ModelEntry> all{
      {"tfn", "Zadeh, Chen, Poria, Cambria, Morency: Tensor Fusion Network for Multimodal Sentiment Analysis, EMNLP",
       2017, make<TfnOptions>},
      {"lmf",
       "Liu, Shen, Lakshminarasimhan, Liang, Zadeh, Morency: Efficient Low-rank Multimodal Fusion with "
       "Modality-Specific Factors, ACL",
       2018, make<LmfOptions>},
      {"mfm", "Tsai, Liang, Zadeh, Morency, Salakhutdinov: Learning Factorized Multimodal Representations, ICLR", 2019,
       make<MfmOptions>},
      {"iccn",
       "Sun, Sarma, Sethares, Liang: Learning Relationships between Text, Audio, and Video via Deep Canonical "
       "Correlation for Multimodal Language Analysis, AAAI",
       2020, make<IccnOptions>},
      {"mult",
       "Tsai, Bai, Liang, Kolter, Morency, Salakhutdinov: Multimodal Transformer for Unaligned Multimodal Language "
       "Sequences, ACL",
       2019, make<MultOptions>},
      {"misa",
       "Hazarika, Zimmermann, Poria: MISA: Modality-Invariant and -Specific Representations for Multimodal Sentiment "
       "Analysis, ACM MM",
       2020, make<MisaOptions>},
      {"mag-bert",
       "Rahman, Hasan, Lee, Zadeh, Mao, Morency, Hoque: Integrating Multimodal Information in Large Pretrained "
       "Transformers, ACL",
       2020, make<MagBertOptions>},
      {"self-mm",
       "Yu, Xu, Yuan, Wu: Learning Modality-Specific Representations with Self-Supervised Multi-Task Learning for "
       "Multimodal Sentiment Analysis, AAAI",
       2021, make<SelfMmOptions>},
      {"mmim",
       "Han, Chen, Poria: Improving Multimodal Fusion with Hierarchical Mutual Information Maximization for Multimodal "
       "Sentiment Analysis, EMNLP",
       2021, make<MmimOptions>},
      {"text-only", "BERT [CLS], Linear; the reference every multimodal system has to beat", 2019,
       make<TextOnlyOptions>},
      {"late-mlp", "mean rows, an MLP for each stream, an MLP over all; the reference for late fusion", 2019,
       make<LateMlpOptions>},
      {"early-lstm", "word pieces with their rows, one LSTM; the reference for early fusion", 2019,
       make<EarlyLstmOptions>},
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

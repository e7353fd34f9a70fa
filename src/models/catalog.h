#pragma once
#include "core/options.h"
#include "core/scale.h"
#include "data/padded.h"
#include "models/model.h"
#include "nn/bert.h"
#include "tensor/compute.h"

namespace mmim {

/// What a model is built for: widths of the streams, the text encoder's geometry, how its networks compute, and what
/// length and side padded input has (word pieces of a text; rows of a stream), and the range of labels.
struct ModelInputs {
  PerModality<int64_t> widths;  ///< visual, acoustic features per row
  BertOptions text;
  Compute compute = {};
  PerModality<FixedLength> padded = {};
  LabelRange labels = {};
  std::optional<Pool> pool = {};  ///< of texts, in place of what the model itself does
  bool context = false;           ///< whether texts stand in their context (Batch::context)
};

/// The options of one model: a section of the configuration under the model's name, and the constructor.
class ModelOptions {
 public:
  virtual ~ModelOptions() = default;
  virtual void list(Options& options) = 0;
  virtual std::shared_ptr<Model> build(const ModelInputs& inputs) const = 0;
  virtual std::unique_ptr<ModelOptions> clone() const = 0;
};

/// The base of the options `Derived` of a model: how they are copied.
template <class Derived>
class OptionsOf : public ModelOptions {
 public:
  std::unique_ptr<ModelOptions> clone() const final {
    return std::make_unique<Derived>(static_cast<const Derived&>(*this));
  }
};

struct ModelEntry {
  std::string name, paper;
  int year;
  std::unique_ptr<ModelOptions> (*options)();
};

/// Every model, in the order of the paper's tables.
const std::vector<ModelEntry>& models();
/// By name, or UsageError with the nearest.
const ModelEntry& model_entry(const std::string& name);

/// A named set of values over the whole configuration ("mmim-paper", "mmim-code", ...), as a tree of tables.
struct Preset {
  std::string name, model, meaning;
  Json values;
};
const std::vector<Preset>& presets();
const Preset& preset(const std::string& name);  ///< or UsageError with the nearest

}  // namespace mmim

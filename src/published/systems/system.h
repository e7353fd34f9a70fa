#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/json.h"
#include "core/names.h"

namespace mmim {

class SystemWeights;

/// What is exchanged in names: {here, there}. The first row that fits counts.
using Renaming = std::vector<std::pair<std::string, std::string>>;

/// How tensors tell the value of an option. Tensors have the names of our parameters.
struct TensorExtent {  ///< the extent of a tensor along an axis
  std::string tensor;
  size_t axis;
};
struct TensorCount {  ///< how many tensors there are; # counts from 0
  std::string tensor;
};
struct TensorPresence {  ///< a tensor is there, which means the value
  std::string tensor;
  Json value = true;
};
struct FixedValue {  ///< the equations of published code fix the value
  Json value;
};
using ReadValue = Json (*)(const SystemWeights&);  ///< null for no value

/// An option of the model and how published tensors tell its value. An @ in both stands for "visual" and "acoustic".
struct OptionTrace {
  std::string option;
  std::variant<TensorExtent, TensorCount, TensorPresence, FixedValue, ReadValue> told;
};

/// All that is known of a system's published code and of MMSA's port of it. A new system is a file in this folder, with
/// a function `PublishedSystem published_NAME()`, and the function's name in published/catalog.cpp.
struct PublishedSystem {
  std::string model;  ///< as in the catalogue of models
  /// Names of parameters: beginnings of ours with those of published code, then what is exchanged behind a beginning.
  Renaming beginnings{}, parts{};
  /// Beginnings of published names that a file may have otherwise: those of MMSA's port (without the "Model." before
  /// all of them), or those of another arrangement in the same code.
  Renaming also{};
  /// Parts of the names of published tensors that no prediction reads, or that only repeat an option.
  std::vector<std::string> idle{};
  TensorExtent features{};                   ///< the axis along the features of a stream; @ as in OptionTrace
  std::vector<OptionTrace> options{};        ///< options that tensors tell; a later row overrules an earlier one
  std::vector<std::string> without_trace{};  ///< options that change predictions and that no tensor tells
  std::string preset{};                      ///< the preset for all else that published code does
  Json port_options = Json::object();        ///< options as MMSA's port has them
  std::string port_note{};                   ///< what MMSA's port changed and no option takes back: a sentence

  /// Every name that a published file may have for a parameter of ours: first that of the code that the system was
  /// published with. A name that no row fits is the same in both.
  std::vector<std::string> names(const std::string& ours) const;
  std::string name(const std::string& ours) const { return names(ours).front(); }
  /// Whether a published tensor without a place here is one that no prediction reads, or that only repeats an option.
  bool is_idle(const std::string& published) const;
};

/// The text with its @ exchanged for the name of a stream, or its # for a number.
std::string of_stream(std::string text, Modality stream);
std::string numbered(std::string text, int64_t number);
/// The traces with a row for each stream in place of one with an @.
std::vector<OptionTrace> of_streams(const std::vector<OptionTrace>& traces);

}  // namespace mmim

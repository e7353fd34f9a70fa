#pragma once
#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"

namespace mmim {

/// Closed range of a number; open below when `above` says so.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above = false;  ///< low itself is excluded
};
inline Range at_least(double low) { return {.low = low}; }
inline Range above(double low) { return {.low = low, .above = true}; }
inline Range between(double low, double high) { return {.low = low, .high = high}; }

/// What changes with an option. numbers: what a run computes. place: where it finds things and on what it runs.
/// display: what it tells and keeps.
enum class Effect { numbers, place, display };

/// What stands beside an option: its meaning (with unit), its range, what paper and published code say, and its effect.
/// `earlier`: what programs did that had no such option, where the option came later; null where it did not.
struct Doc {
  std::string meaning;
  Range range = {};
  std::string source = "";
  Effect effect = Effect::numbers;
  Json earlier = nullptr;
};

/// The listing of the fields of option structs. A struct has `void list(Options&)`, which names each field once;
/// that one listing serves TOML, --set, JSON, help and docs.
class Options {
 public:
  struct Field {
    std::string path, type, meaning, range, source;
    Effect effect;
    std::vector<std::string> choices;
    Json standard;  ///< value when listed: the default
    Json earlier;
    std::function<Json()> get;
    std::function<void(const Json&)> set;  ///< throws ConfigError
  };

  Options() = default;
  /// Lists `options` without a section. The listing points into `options`, which must outlive it.
  template <class T>
  explicit Options(T& options) {
    options.list(*this);
  }

  void add(const std::string& name, bool& value, Doc doc);
  void add(const std::string& name, int& value, Doc doc);
  void add(const std::string& name, int64_t& value, Doc doc);
  void add(const std::string& name, double& value, Doc doc);
  void add(const std::string& name, std::string& value, Doc doc);
  void add(const std::string& name, std::vector<double>& value, Doc doc);
  void add(const std::string& name, std::vector<std::string>& value, Doc doc,
           const std::vector<std::string>& choices = {});
  /// An enumeration by its words: {{"full", Covariance::full}, ...}.
  template <class E>
  void choice(const std::string& name, E& value, std::vector<std::pair<std::string, E>> words, Doc doc) {
    std::vector<std::string> names;
    for (const auto& [word, unused] : words) names.push_back(word);
    auto get = [&value, words]() -> Json {
      for (const auto& [word, one] : words)
        if (one == value) return word;
      return nullptr;
    };
    auto set = [&value, words, path = prefix_ + name, names](const Json& json) {
      for (const auto& [word, one] : words)
        if (json.is_string() && json == word) {
          value = one;
          return;
        }
      refuse_choice(path, json, names);
    };
    push(name, "choice", std::move(doc), std::move(names), get, set);
  }
  /// A struct of options under its own name: fields become name.field.
  template <class T>
  void section(const std::string& name, T& options) {
    const std::string outer = prefix_;
    prefix_ += name + ".";
    options.list(*this);
    prefix_ = outer;
  }

  const std::vector<Field>& fields() const { return fields_; }
  /// The field, or ConfigError with the nearest known path.
  const Field& find(const std::string& path) const;
  /// Sets one option; ConfigError when unknown, of the wrong type or out of range.
  void set(const std::string& path, const Json& value) const { find(path).set(value); }
  /// Sets "a.b=c", the value read as TOML, else as people type it (.1; words with commas between); ConfigError as
  /// above.
  void set_text(const std::string& assignment) const;
  /// Sets every leaf of a tree of tables; `where` (a file) stands before any complaint.
  void merge(const Json& tree, const std::string& where) const;
  /// The tree of all values now.
  Json to_json() const;
  /// That of the options that change what is computed. An option that came later and does what programs did before is
  /// left out, so that runs of those programs are known by the same tree.
  Json numbers() const;
  /// Gives options that came later, and that a listing of all options lacks, what they have been before.
  void fill_earlier(const Json& listing) const;

 private:
  void push(const std::string& name, std::string type, Doc doc, std::vector<std::string> choices,
            std::function<Json()> get, std::function<void(const Json&)> set);
  Json tree_of(const std::function<bool(const Field&)>& wanted) const;
  [[noreturn]] static void refuse_choice(const std::string& path, const Json& value,
                                         const std::vector<std::string>& words);
  std::string prefix_;
  std::vector<Field> fields_;
};

}  // namespace mmim

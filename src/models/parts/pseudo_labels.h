#pragma once
#include <array>

#include "core/options.h"
#include "models/model.h"

namespace mmim {

/// What Self-MM learns to predict the sentiment from: everything together, or one modality.
enum class Task { fusion, text, visual, acoustic };
inline constexpr std::array<Task, 4> kTasks{Task::fusion, Task::text, Task::visual, Task::acoustic};
inline constexpr std::array<Task, 3> kSingleTasks{Task::text, Task::visual, Task::acoustic};
std::string word(Task task);
/// CH-SIMS' name for the labels of a task: M, T, V, A.
std::string label_column(Task task);

/// One value for each task.
template <class T>
struct PerTask {
  T fusion{}, text{}, visual{}, acoustic{};
  T& operator[](Task t) {
    return t == Task::fusion ? fusion : t == Task::text ? text : t == Task::visual ? visual : acoustic;
  }
  const T& operator[](Task t) const {
    return t == Task::fusion ? fusion : t == Task::text ? text : t == Task::visual ? visual : acoustic;
  }
};

struct PseudoLabelOptions {
  /// made: while training. columns: those that people gave, columns T, V and A of the data set (CH-SIMS).
  enum class From { made, columns } from = From::made;
  /// code: plain distances; a ratio's denominator is a_m + 1e-8. paper: squared distances over sqrt(d); it is a_m.
  enum class Form { code, paper } form = Form::code;
  bool exclude_zero = false;  ///< whether a label of 0 belongs to neither centre, or to the positive one
  double limit = 3;           ///< largest label; as it is: the largest that the data can have
  void list(Options& o);
};

/// The unimodal labels of Self-MM (Yu et al., AAAI 2021), one for each utterance of the training split, and
/// what they are made from: the features F (n, d) that were last seen of each utterance and task, and the centres of
/// the positive and of the negative ones by the task's own labels.
///   a = (D_neg - D_pos) / (D_pos + 1e-8), D the distance of F to a centre; r = a_s / a_m, of a modality and of fusion
///   y_new = (r y_m + y_m + a_s - a_m) / 2 within the limit, y_m where 0 / 0; y_s <- (k-1)/(k+1) y_s + 2/(k+1) y_new
/// in epoch k = 2, 3, ...; in the first, labels are the true ones, and features not yet seen are 0 and count.
/// Labels that people gave (PseudoLabelOptions::From::columns) never change.
class PseudoLabels {
 public:
  explicit PseudoLabels(const PseudoLabelOptions& options) : options_(options) {}
  /// Forgets all: labels (n) are the true ones for every task, or those of `columns`; features of these widths and
  /// centres are 0. DataError naming a column that is lacking.
  void reset(const TrainingSet& set, const PerTask<int64_t>& widths);
  bool empty() const { return !memory_.fusion.labels.defined(); }

  const Tensor& labels(Task task) const { return memory_[task].labels; }      ///< (n)
  const Tensor& features(Task task) const { return memory_[task].features; }  ///< (n, d)
  const Tensor& centres(Task task) const { return memory_[task].centres; }    ///< (2, d): positive, negative
  /// After a batch of utterances `rows` (B) with features (B, d): new labels for them by the centres as they are (from
  /// the second epoch on, `epoch` counting from 0), then the features, then all centres. A centre without utterances
  /// stays.
  void observe(const PerTask<Tensor>& features, const Tensor& rows, int64_t epoch);

  void save(Archive& archive) const;
  void load(const Archive& archive);  ///< DataError for tensors of other shapes than reset() made

 private:
  struct Memory {
    Tensor labels, features, centres;
  };
  Tensor leaning(Task task, const Tensor& features) const;  ///< a (B)
  void relabel(const PerTask<Tensor>& features, const Tensor& rows, int64_t epoch);
  void recentre(Memory& memory) const;
  PseudoLabelOptions options_;
  PerTask<Memory> memory_;
};

}  // namespace mmim

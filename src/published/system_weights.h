#pragma once
#include <map>

#include "published/systems/system.h"
#include "published/weights.h"

namespace mmim {

/// A file's tensors read as those of one system: by the names that the system's parameters have here.
class SystemWeights {
 public:
  /// Both are kept by reference.
  SystemWeights(const PublishedWeights& file, const PublishedSystem& system);

  /// What wrappers put before the names of all tensors: the "Model." of MMSA, "module.", "model.", ... Several when the
  /// file holds the model several times; then no tensor is found.
  const std::vector<std::string>& prefixes() const { return prefixes_; }
  bool of_mmsa() const;                                                      ///< the names begin as MMSA's do
  std::string name_of(const PublishedWeights::Entry& entry) const;           ///< without the prefix
  const PublishedWeights::Entry* named(const std::string& published) const;  ///< by its name in published code; or null
  const PublishedWeights::Entry* find(const std::string& ours) const;        ///< or null
  int64_t extent(const TensorExtent& wanted) const;                          ///< 0 when there is no such tensor or axis
  int64_t count(const TensorCount& wanted) const;
  /// Features per row of the streams that the weights were trained on; 0 where no tensor tells.
  PerModality<int64_t> widths() const;
  /// Whether the file has the tensors that read the system's streams, so that its weights can be those of the system.
  bool fits() const;

  const PublishedWeights& file() const { return file_; }
  const PublishedSystem& system() const { return system_; }

 private:
  const PublishedWeights& file_;
  const PublishedSystem& system_;
  std::vector<std::string> prefixes_;
  std::map<std::string, const PublishedWeights::Entry*> place_;  // by names without the prefix
};

}  // namespace mmim

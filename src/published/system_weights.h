#pragma once
#include "published/systems/system.h"
#include "published/weights.h"

namespace mmim {

/// A file's tensors read as those of one system: by the names that the system's parameters have here.
class SystemWeights {
 public:
  /// Both are kept by reference.
  SystemWeights(const PublishedWeights& file, const PublishedSystem& system) : file_(file), system_(system) {}

  const PublishedWeights::Entry* find(const std::string& ours) const;  ///< or null
  int64_t extent(const TensorExtent& wanted) const;                    ///< 0 when there is no such tensor or axis
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
};

}  // namespace mmim

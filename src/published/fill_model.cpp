#include "published/fill_model.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "nn/weights/arrays.h"
#include "published/weight_options.h"

namespace mmim {

namespace {

/// Published code keeps extents of 1 where ours has none.
std::vector<int64_t> without_ones(std::vector<int64_t> shape) {
  std::erase(shape, 1);
  return shape;
}

/// Fills a model's tensors one by one and keeps account.
class Filling {
 public:
  Filling(const SystemWeights& weights, WeightReport& report)
      : weights_(weights), system_(weights.system()), report_(report) {}

  void fill(const std::string& ours, const Tensor& target) {
    const auto* entry = weights_.find(ours);
    if (!entry) return report_.missing.push_back(system_.name(ours));
    used_.insert(entry);
    const std::vector<int64_t> wanted = target.sizes().vec();
    if (without_ones(entry->array.shape) != without_ones(wanted)) return complain(*entry, ours, wanted);
    const Tensor values = to_tensor(entry->array);
    if (values.is_floating_point() && !at::isfinite(values).all().item<bool>())
      throw DataError(say_place(*entry) + " holds numbers that are not finite");
    target.copy_(values.reshape(wanted));
    ++report_.matched;
  }

  void finish(bool partial) {
    for (const auto& entry : weights_.file().entries())
      if (!used_.contains(&entry))
        (system_.is_idle(weights_.name_of(entry)) ? report_.idle : report_.left_over).push_back(entry.stored);
    const std::string file = weights_.file().path().string();
    if (!complaint_.empty()) throw DataError(complaint_ + more(complaints_ - 1, " such tensors"));
    if (report_.missing.empty() || partial) return;
    throw DataError(file + ": tensor `" + report_.missing.front() + "` is missing" +
                    more(static_cast<int64_t>(report_.missing.size()) - 1, "") +
                    "; --partial leaves what is missing as the seed draws it");
  }

 private:
  static std::string more(int64_t count, const std::string& what) {
    return count > 0 ? " (and " + std::to_string(count) + " more" + what + ")" : "";
  }
  std::string say_place(const PublishedWeights::Entry& entry) const {
    return weights_.file().path().string() + ": tensor `" + entry.stored + "`";
  }
  void complain(const PublishedWeights::Entry& entry, const std::string& ours, const std::vector<int64_t>& wanted) {
    if (complaints_++ > 0) return;
    const std::string decides = shaped_by(system_, ours);
    complaint_ = say_place(entry) + " has shape " + say_shape(entry.array.shape) + ", `" + ours + "` here " +
                 say_shape(wanted) + (decides.empty() ? "" : ", which " + decides + " decides");
  }

  const SystemWeights& weights_;
  const PublishedSystem& system_;
  WeightReport& report_;
  std::set<const PublishedWeights::Entry*> used_;
  std::string complaint_;
  int64_t complaints_ = 0;
};

}  // namespace

void fill_model(Model& model, const SystemWeights& weights, const FillOptions& options, WeightReport& report) {
  const torch::NoGradGuard no_gradient;
  const std::vector<std::string> unread = model.without_gradient();
  Filling filling(weights, report);
  const auto one = [&](const std::string& ours, const Tensor& target) {
    if (!options.text_encoder && ours.starts_with("text.")) return;
    const bool may_lack =
        ours.starts_with("text.pooler.") && std::find(unread.begin(), unread.end(), ours) != unread.end();
    if (!may_lack || weights.find(ours)) filling.fill(ours, target);
  };
  for (const auto& parameter : model.named_parameters()) one(parameter.key(), parameter.value());
  for (const auto& buffer : model.named_buffers()) one(buffer.key(), buffer.value());
  filling.finish(options.partial);
}

}  // namespace mmim

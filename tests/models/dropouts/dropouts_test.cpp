#include <gtest/gtest.h>

#include <set>

#include "models/dropouts/dropping.h"
#include "support/small_set.h"

namespace mmim::by_hand {
namespace {

const Systems& all() {
  static const Systems systems = [] {
    Systems both = fusions_by_hand();
    both.merge(others_by_hand());
    return both;
  }();
  return systems;
}

/// Options that are a probability of dropout.
std::vector<std::string> dropouts_of(const std::string& model) {
  const auto options = model_entry(model).options();
  const Options listing(*options);
  std::vector<std::string> names;
  for (const Options::Field& field : listing.fields())
    if (field.type == "number" && field.path.find("dropout") != std::string::npos) names.push_back(field.path);
  return names;
}

std::map<std::string, Tensor> terms_of(const Dropping& d) {
  const Expected expected = all().at(d.name).expected(d);
  std::map<std::string, Tensor> terms = expected.terms;
  terms["task"] = (expected.prediction - d.batch.labels).abs().mean();
  return terms;
}

/// The losses of training are those that masks drawn by hand give, and would be others without dropout.
void expect_by_hand(const Dropping& d, const Dropping& without, bool changes) {
  const auto wanted = terms_of(d), plain = terms_of(without);
  double largest = 0;
  std::set<std::string> seen;
  const Losses losses = d.losses();
  for (const Losses::Term& term : losses.terms()) {
    const auto found = wanted.find(term.name);
    if (found == wanted.end()) continue;
    seen.insert(term.name);
    EXPECT_NEAR(term.value.item<double>(), found->second.item<double>(), 1e-10) << term.name;
    largest = std::max(largest, std::abs(found->second.item<double>() - plain.at(term.name).item<double>()));
  }
  EXPECT_EQ(seen.size(), wanted.size()) << "terms that the model has not";
  EXPECT_EQ(largest > 1e-6, changes) << "largest change of a term: " << largest;
}

class EveryDropout : public testing::TestWithParam<std::string> {
 protected:
  EveryDropout() { at::set_num_threads(1); }  // so little work is slower on more
  ~EveryDropout() override { at::set_num_threads(threads_); }
  static std::vector<std::string> with(std::vector<std::string> assignments, const std::string& last) {
    assignments.push_back(last);
    return assignments;
  }

 private:
  int threads_ = at::get_num_threads();
};

TEST_P(EveryDropout, StandsWhereItIsDrawnByHandAndNowhereElse) {
  const torch::NoGradGuard no_gradient;
  ASSERT_TRUE(all().contains(GetParam())) << "nothing says where the dropouts of this model are";
  const auto tuned = with(all().at(GetParam()).assignments, "text=fine-tuned");
  std::vector<std::string> places = dropouts_of(GetParam());
  for (const char* of_encoder : {"encoder.dropout", "encoder.attention_dropout"}) places.emplace_back(of_encoder);
  const Dropping without(GetParam(), tuned, {});
  std::map<std::string, double> together;
  for (const std::string& place : places) {
    SCOPED_TRACE(place);
    expect_by_hand(Dropping(GetParam(), tuned, {{place, 0.5}}), without, true);
    together[place] = 0.2 + 0.01 * static_cast<double>(together.size());
  }
  SCOPED_TRACE("all together");
  expect_by_hand(Dropping(GetParam(), tuned, together), without, true);
}

TEST_P(EveryDropout, IsOffInAFrozenEncoder) {
  const torch::NoGradGuard no_gradient;
  const auto frozen = with(all().at(GetParam()).assignments, "text=frozen");
  const Dropping without(GetParam(), frozen, {});
  expect_by_hand(Dropping(GetParam(), frozen, {{"encoder.dropout", 0.5}, {"encoder.attention_dropout", 0.5}}), without,
                 false);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryDropout, testing::ValuesIn(model_names()),
                         [](const auto& tested) { return test_name(tested.param); });

}  // namespace
}  // namespace mmim::by_hand

#include "experiments/analyses/bound_figure.h"

#include "core/version.h"

namespace mmim {

namespace {

PlotCurve curve_of(const BoundStudy& study, const std::string& name, double entropy, bool published = false) {
  PlotCurve curve{.name = name};
  for (const BoundStudy::Point& point : study.points) {
    curve.x.push_back(static_cast<double>(point.step));
    curve.y.push_back((published ? point.published : point.likelihood) + entropy);
  }
  return curve;
}

PlotCurve with_band(PlotCurve curve, const BoundStudy& study) {
  for (size_t i = 0; i < curve.y.size(); ++i) {
    curve.low.push_back(curve.y[i] - 2 * study.points[i].standard_error);
    curve.high.push_back(curve.y[i] + 2 * study.points[i].standard_error);
  }
  return curve;
}

PlotCurve known(const BoundStudy& study) {
  const auto last = static_cast<double>(study.points.back().step);
  return {.name = "I, the known value",
          .x = {0, last},
          .y = {study.information, study.information},
          .style = PlotCurve::Style::reference};
}

constexpr const char* kCaption =
    "I(visual; acoustic) of synthetic data, encoders fixed to the sufficient statistics, all constants kept, on "
    "held-out "
    "rows; band: two standard errors. (a) E[log q] + exact H(Y) rises to I from below while the Gaussian q is trained. "
    "(b) With an estimated entropy the sum may lie above I: among all densities with a given covariance the Gaussian "
    "has the most entropy, a diagonal covariance has no less than the full one, and eq. 7 bounds the entropy of a "
    "mixture from above; each replaces H(Y) by something no smaller. Here Y is Gaussian of one dimension, so one "
    "Gaussian errs by sampling alone, two classes by their overlap. (c) The published likelihood drops log-variance "
    "and "
    "constant: q makes it grow by claiming ever more variance. Not a bound.";

}  // namespace

PlotFigure bound_figure(const BoundStudy& study) {
  PlotPanel below{.title = "(a) is a lower bound; (b) with one Gaussian, which Y happens to be",
                  .y_label = "nats",
                  .curves = {with_band(curve_of(study, "(a) exact H(Y)", study.entropy), study),
                             curve_of(study, "(b) one Gaussian", study.single_entropy), known(study)}};
  below.curves[1].style = PlotCurve::Style::dashed;
  PlotPanel above{.title = "No lower bounds",
                  .x_label = "updates of q",
                  .y_label = "nats",
                  .curves = {curve_of(study, "(b) two classes", study.two_class_entropy),
                             curve_of(study, "(c) published: not a bound", study.entropy, true), known(study)}};
  return {
      .title = "SYNTHETIC data: the Barber-Agakov bound against the truth, seed " + std::to_string(study.options.seed),
      .caption = kCaption,
      .panels = {below, above}};
}

Json BoundStudy::to_json() const {
  Json list = Json::array();
  for (const Point& point : points)
    list.push_back({{"step", point.step},
                    {"likelihood", point.likelihood},
                    {"standard_error", point.standard_error},
                    {"published_likelihood", point.published}});
  return {{"synthetic", true},
          {"version", program_version()},
          {"seed", options.seed},
          {"utterances", options.utterances},
          {"held_out", held_out},
          {"batch_size", options.batch_size},
          {"rate", options.rate},
          {"unit", "nats"},
          {"mutual_information", information},
          {"entropy", entropy},
          {"single_gaussian_entropy", single_entropy},
          {"two_class_entropy", two_class_entropy},
          {"exact_likelihood", exact_likelihood},
          {"what", kCaption},
          {"points", list}};
}

}  // namespace mmim

#include "report/figures/figure.h"

#include <algorithm>
#include <cmath>

namespace mmim {

namespace {

constexpr size_t kMostDividers = 60;  // more ends of epochs than these are a grey area

std::string before_stroke(const std::string& term) { return term.substr(0, term.find('/')); }

/// `sign` times the sum of the terms whose word before the stroke is one of `words`, over those that have a value.
PlotCurve summed(const StepCurve& curve, const std::vector<std::string>& words, double sign) {
  PlotCurve sum;
  sum.x.assign(curve.step.begin(), curve.step.end());
  sum.y.assign(sum.x.size(), std::nan(""));
  for (const auto& [term, values] : curve.terms) {
    if (std::find(words.begin(), words.end(), before_stroke(term)) == words.end()) continue;
    for (size_t i = 0; i < values.size(); ++i)
      if (!std::isnan(values[i])) sum.y[i] = (std::isnan(sum.y[i]) ? 0 : sum.y[i]) + sign * values[i];
  }
  return sum;
}

bool has(const StepCurve& curve, const std::vector<std::string>& words) {
  return std::any_of(curve.terms.begin(), curve.terms.end(), [&](const auto& term) {
    return std::find(words.begin(), words.end(), before_stroke(term.first)) != words.end();
  });
}

const std::vector<std::string> kTask{"task"}, kContrast{"contrast"}, kBound{"likelihood", "entropy"};

PlotCurve validation(const std::vector<EpochPoint>& epochs) {
  PlotCurve curve{.name = "loss on valid", .style = PlotCurve::Style::points};
  for (const EpochPoint& point : epochs) {
    curve.x.push_back(static_cast<double>(point.step));
    curve.y.push_back(point.valid_loss);
  }
  return curve;
}

PlotPanel paper_panel(const StepCurve& curve, const std::string& name, const std::vector<std::string>& words,
                      double sign) {
  PlotPanel panel{.y_label = name, .curves = {summed(curve, words, sign)}};
  panel.curves.front().name = name;
  return panel;
}

/// The bound of each pair for train and valid by epoch, and what so many pairs can certify at most.
std::optional<PlotPanel> information_panel(const std::string& stage, const std::vector<EpochPoint>& epochs) {
  PlotPanel panel{.y_label = "I_BA, nats"};
  const auto add = [&](const std::string& name, PlotCurve::Style style, const auto& value_of) {
    PlotCurve curve{.name = name, .style = style};
    for (const EpochPoint& point : epochs) {
      curve.x.push_back(static_cast<double>(point.step));
      curve.y.push_back(value_of(point));
    }
    panel.curves.push_back(std::move(curve));
  };
  if (epochs.empty()) return {};
  for (const auto& [name, unused] : epochs.front().valid) {
    if (before_stroke(name) != "I_BA") continue;
    const std::string pair = name.substr(name.find('/') + 1);
    add(pair + ", train", PlotCurve::Style::line,
        [&, key = stage + "/" + name](const EpochPoint& p) { return value_in(p.train, key); });
    add(pair + ", valid", PlotCurve::Style::dashed,
        [&, key = name](const EpochPoint& p) { return value_in(p.valid, key); });
  }
  if (panel.curves.empty()) return {};
  if (epochs.front().utterances > 0)
    add("log of training pairs", PlotCurve::Style::reference,
        [](const EpochPoint& p) { return std::log(static_cast<double>(p.utterances)); });
  return panel;
}

std::vector<PlotPanel> paper_panels(const StepCurve& main, const std::vector<EpochPoint>& epochs) {
  std::vector<PlotPanel> panels;
  if (has(main, kTask)) {
    panels.push_back(paper_panel(main, "L_task", kTask, 1));
    if (!epochs.empty()) panels.back().curves.push_back(validation(epochs));
  }
  if (has(main, kContrast)) panels.push_back(paper_panel(main, "L_CPC", kContrast, 1));
  if (has(main, kBound)) panels.push_back(paper_panel(main, "L_BA", kBound, -1));
  if (auto panel = information_panel(main.stage, epochs)) panels.push_back(std::move(*panel));
  return panels;
}

/// A panel for each word before the stroke; of the term `task` first.
std::vector<PlotPanel> term_panels(const StepCurve& curve, bool name_stage) {
  std::vector<std::pair<std::string, PlotPanel>> panels;
  if (curve.terms.contains("task")) panels.emplace_back("task", PlotPanel{});
  for (const auto& [term, values] : curve.terms) {
    const std::string word = before_stroke(term);
    auto found = std::find_if(panels.begin(), panels.end(), [&](const auto& one) { return one.first == word; });
    if (found == panels.end()) found = panels.insert(panels.end(), {word, PlotPanel{}});
    PlotCurve line{.name = term.size() > word.size() ? term.substr(word.size() + 1) : term, .y = values};
    line.x.assign(curve.step.begin(), curve.step.end());
    found->second.curves.push_back(std::move(line));
  }
  std::vector<PlotPanel> all;
  for (auto& [word, panel] : panels) {
    panel.y_label = word;
    if (name_stage) panel.title = "stage " + curve.stage;
    all.push_back(std::move(panel));
  }
  return all;
}

/// The epoch with the lowest validation loss, the first of equals; null: none is finite.
const EpochPoint* best_epoch(const std::vector<EpochPoint>& epochs) {
  const EpochPoint* best = nullptr;
  for (const EpochPoint& point : epochs)
    if (std::isfinite(point.valid_loss) && (!best || point.valid_loss < best->valid_loss)) best = &point;
  return best;
}

void mark_epochs(PlotPanel& panel, const std::vector<EpochPoint>& epochs) {
  if (epochs.size() <= kMostDividers)
    for (const EpochPoint& point : epochs) panel.marks.push_back({static_cast<double>(point.step), ""});
  if (const EpochPoint* best = best_epoch(epochs))
    panel.marks.push_back({static_cast<double>(best->step), "best epoch " + std::to_string(best->epoch)});
}

std::string caption_of(const RunCurves& run, bool paper) {
  const int64_t every = run.steps.front().every;
  std::string text = every == 1 ? "Each point is one batch"
                                : "Each point is the mean of " + std::to_string(every) + " consecutive batches";
  text += paper ? " of stage " + run.steps.back().stage : " of a stage";
  if (!run.epochs.empty() && run.epochs.front().utterances > 0) text += ", without smaller ones at the end of a pass";
  text += "; grey lines are ends of epochs. The best epoch has the lowest loss on valid.";
  if (paper && has(run.steps.back(), kContrast)) text += " L_CPC: the sum over modalities.";
  if (paper && has(run.steps.back(), kBound))
    text += " L_BA: minus likelihood and entropy, summed over pairs; without the entropy where no batch estimates one.";
  if (paper && information_panel(run.steps.back().stage, run.epochs))
    text += " I_BA: likelihood and entropy with all constants, of train with memory, of valid without.";
  return text + (run.mark.empty() ? "" : " " + run.mark + ".");
}

}  // namespace

PlotFigure curves_figure(const RunCurves& run, FigureTerms terms) {
  const StepCurve& main = run.steps.back();
  const bool paper = terms == FigureTerms::summed && (has(main, kContrast) || has(main, kBound));
  PlotFigure figure{.title = run.title, .caption = caption_of(run, paper)};
  if (paper) figure.panels = paper_panels(main, run.epochs);
  if (!paper)
    for (const StepCurve& curve : run.steps)
      for (PlotPanel& panel : term_panels(curve, run.steps.size() > 1)) {
        const bool task = panel.y_label == "task" && &curve == &main && !run.epochs.empty();
        if (task) panel.curves.push_back(validation(run.epochs));
        figure.panels.push_back(std::move(panel));
      }
  for (PlotPanel& panel : figure.panels) mark_epochs(panel, run.epochs);
  figure.panels.back().x_label = "batches, of all stages together";
  return figure;
}

}  // namespace mmim

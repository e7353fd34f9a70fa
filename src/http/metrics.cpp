#include "http/metrics.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace mmim {

namespace {

std::string written(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// Backslashes and line breaks, and in values of labels quotes too.
std::string escaped(const std::string& text, bool quotes) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || (c == '"' && quotes)) result += '\\';
    result += c == '\n' ? "\\n" : std::string(1, c);
  }
  return result;
}

/// `model="a",le="0.5"`, without braces.
std::string written(const MetricBook::Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels)
    text += (text.empty() ? "" : ",") + name + "=\"" + escaped(value, true) + "\"";
  return text;
}

std::string sample(const std::string& name, const std::string& labels, double value) {
  return name + (labels.empty() ? "" : "{" + labels + "}") + " " + written(value) + "\n";
}

std::string samples(const std::string& name, const std::string& labels, const Histogram& histogram) {
  const Histogram::Reading reading = histogram.read();
  const std::string before = labels.empty() ? "" : labels + ",";
  std::string text;
  for (size_t i = 0; i < reading.below.size(); ++i) {
    const std::string bound = i < histogram.bounds().size() ? written(histogram.bounds()[i]) : "+Inf";
    text += sample(name + "_bucket", before + "le=\"" + bound + "\"", static_cast<double>(reading.below[i]));
  }
  text += sample(name + "_sum", labels, reading.sum);
  return text + sample(name + "_count", labels, static_cast<double>(reading.below.back()));
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {}

void Histogram::observe(double value) {
  if (std::isnan(value)) return;
  const auto place = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  const std::lock_guard lock(mutex_);
  ++counts_[static_cast<size_t>(place)];
  sum_ += value;
}

Histogram::Reading Histogram::read() const {
  const std::lock_guard lock(mutex_);
  Reading reading{counts_, sum_};
  for (size_t i = 1; i < reading.below.size(); ++i) reading.below[i] += reading.below[i - 1];
  return reading;
}

MetricBook::Family& MetricBook::family_of(const std::string& type, const std::string& name, const std::string& help) {
  Family& family = families_[name];
  if (!family.type.empty() && family.type != type) throw std::logic_error("the metric " + name + " has two types");
  family.type = type, family.help = help;
  return family;
}

Gauge& MetricBook::number(const std::string& type, const std::string& name, const std::string& help,
                          const Labels& labels) {
  const std::lock_guard lock(mutex_);
  Family& family = family_of(type, name, help);
  std::unique_ptr<Gauge>& place = family.numbers[written(labels)];
  if (!place) place = std::make_unique<Gauge>();
  return *place;
}

Gauge& MetricBook::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return number("counter", name, help, labels);
}

Gauge& MetricBook::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return number("gauge", name, help, labels);
}

Histogram& MetricBook::histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                                 const Labels& labels) {
  const std::lock_guard lock(mutex_);
  Family& family = family_of("histogram", name, help);
  std::unique_ptr<Histogram>& place = family.histograms[written(labels)];
  if (!place) place = std::make_unique<Histogram>(bounds);
  if (place->bounds() != bounds) throw std::logic_error("the histogram " + name + " has two rows of bounds");
  return *place;
}

std::string MetricBook::text() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  for (const auto& [name, family] : families_) {
    text += "# HELP " + name + " " + escaped(family.help, false) + "\n# TYPE " + name + " " + family.type + "\n";
    for (const auto& [labels, number] : family.numbers) text += sample(name, labels, number->value());
    for (const auto& [labels, histogram] : family.histograms) text += samples(name, labels, *histogram);
  }
  return text;
}

}  // namespace mmim

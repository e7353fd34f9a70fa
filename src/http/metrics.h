#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace mmim {

/// A number that others read while it changes.
class Gauge {
 public:
  void add(double amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

/// How often values fell below each bound.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);  ///< ascending
  void observe(double value);                      ///< NaN is not counted

  struct Reading {
    std::vector<int64_t> below;  ///< for each bound, values up to it; last of all values
    double sum = 0;
  };
  Reading read() const;
  const std::vector<double>& bounds() const { return bounds_; }

 private:
  std::vector<double> bounds_;
  mutable std::mutex mutex_;
  std::vector<int64_t> counts_;
  double sum_ = 0;
};

/// Numbers of a program in Prometheus' text format (version 0.0.4). What is asked for twice is made once; references
/// hold as long as the book. std::logic_error for a name of two types or of histograms with two rows of bounds. Whoever
/// fills labels bounds the number of their values. Debian's prometheus-cpp brings a web server and curl, so the format
/// is written here.
class MetricBook {
 public:
  using Labels = std::map<std::string, std::string>;
  /// `name` of a counter ends with _total by custom.
  Gauge& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                       const Labels& labels = {});
  std::string text() const;

 private:
  struct Family {
    std::string type, help;
    std::map<std::string, std::unique_ptr<Gauge>> numbers;  ///< by their labels as written
    std::map<std::string, std::unique_ptr<Histogram>> histograms;
  };
  Family& family_of(const std::string& type, const std::string& name, const std::string& help);
  Gauge& number(const std::string& type, const std::string& name, const std::string& help, const Labels& labels);
  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace mmim

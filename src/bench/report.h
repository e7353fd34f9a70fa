#pragma once
#include <optional>

#include "bench/measure.h"
#include "bench/peaks.h"
#include "bench/work.h"

namespace mmim {

/// One line of the benchmark: a question, our time and that of the plain program.
struct Row {
  std::string name;        ///< as it is asked for, what follows a '/' varies: "lstm/visual-32"
  std::string what;        ///< in words
  std::string unit = "s";  ///< of the values: "s" or "B"
  Timing ours{};
  std::optional<Timing> plain{};
  std::optional<Work> work{};
  Json more = Json::object();  ///< further numbers of this row

  std::optional<Ratio> ratio() const;      ///< plain over ours
  double ideal(const Peaks& peaks) const;  ///< seconds that the peaks allow for `work`; NaN without
  double roofline(const Peaks& peaks) const { return ideal(peaks) / ours.median(); }
  Json to_json(const Peaks& peaks) const;
};

/// How cost grows with one quantity.
struct Growth {
  std::string name, what, quantity;
  std::vector<double> x{}, seconds{};
  double exponent() const { return fit_power_law(x, seconds).exponent; }
  Json to_json() const;
};

/// What `mmim bench` measured.
struct BenchReport {
  std::string machine;
  double load_before = 0, load_after = 0;  ///< load_average()
  // Of training; nothing where clips alone are measured.
  std::optional<Peaks> peaks{};
  Json workload = nullptr;
  std::string plain_settings{};  ///< what the plain side runs with
  std::vector<Row> rows{};
  std::vector<Growth> growths{};
  Json to_json() const;
};

}  // namespace mmim

#pragma once
#include <string>

#include "core/json.h"

namespace mmim {

/// What this machine can do at most, by measurement, with the threads that LibTorch uses now. Rates in operations or
/// bytes per second.
struct Peaks {
  int threads = 1;
  std::string unit = "generic";   ///< what the products ran on: "AVX-512", "AVX2" or "generic"
  double fp32_one = 0, fp32 = 0;  ///< multiply-adds of registers: one thread, all threads
  double bf16_one = 0, bf16 = 0;  ///< vdpbf16ps of registers; 0: the CPU has none
  double triad = 0;               ///< STREAM triad x = y + 3 z, three streams counted
  double memory = 0;              ///< the same with the read that a write to memory begins with: four streams

  /// Rate of the units that matrix products in this precision use.
  double products(bool in_bf16) const { return in_bf16 && bf16 > 0 ? bf16 : fp32; }
  Json to_json() const;
};

Peaks measure_peaks();
/// The higher of two measurements: a peak is what the machine can do when nothing else runs on it.
Peaks best_of(const Peaks& a, const Peaks& b);

/// "AMD EPYC", as /proc/cpuinfo has it.
std::string cpu_name();

}  // namespace mmim

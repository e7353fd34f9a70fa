#pragma once
#include <string_view>

#include "core/keys.h"

namespace mmim {

/// What dropout of one forward pass draws from: a key, never a generator's state. Inactive (the default): no dropout.
struct Draws {
  bool active = false;
  uint64_t key = 0;
  Draws stream(std::string_view name) const { return {active, subkey(key, name)}; }
  Draws stream(int64_t number) const { return {active, subkey(key, static_cast<uint64_t>(number))}; }
};

/// The random numbers of a run: one seed, named streams, no state. A draw of a batch depends on
/// (seed, stream, epoch, stage, batch) only, so a resumed run needs no generator state.
class Random {
 public:
  explicit Random(uint64_t seed = 0) : key_(subkey(seed, "mmim")) {}
  uint64_t key(std::string_view stream) const { return subkey(key_, stream); }
  /// The draws of one batch of one stage of one epoch.
  Random at(int64_t epoch, int64_t stage, int64_t batch) const {
    Random here = *this;
    for (const int64_t number : {epoch, stage, batch}) here.key_ = subkey(here.key_, static_cast<uint64_t>(number));
    return here;
  }
  Draws draws(std::string_view stream) const { return {true, key(stream)}; }

 private:
  uint64_t key_;
};

}  // namespace mmim

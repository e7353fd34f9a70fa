#include <gtest/gtest.h>

#include "core/stop.h"
#include "support/mutate.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A run that stopped at batch 12, and a copy of its folder to put back before every attempt.
class DamagedState : public testing::Test {
 protected:
  DamagedState() {
    Watcher watcher;
    watcher.at_batch = [&](int64_t batch) { stop_requested = batch == 12; };
    ToyModel model;
    run.fit(model, watcher);
    stop_requested = false;
    fs::remove_all(whole);
    fs::copy(run.folder, whole, fs::copy_options::recursive);
  }
  void put_back() {
    fs::remove_all(run.folder);
    fs::copy(whole, run.folder, fs::copy_options::recursive);
  }
  void go_on() {
    ToyModel model;
    Watcher watcher;
    watcher.at_batch = [&](int64_t batch) { stop_requested = batch == 30; };  // a position far back takes no ages
    run.fit(model, watcher);
    stop_requested = false;
  }
  ToyRun run{"damaged_state"};
  fs::path whole = scratch("damaged_state_whole");
  fs::path file = run.folder / "last" / "state.json";
};

TEST_F(DamagedState, IsGoneOnFromOrRefusedInOneSentence) {
  const MutationCount count = try_mutations(read_file(file), ".json", 300,
                                            [&](const fs::path& mutated) {
                                              put_back();
                                              fs::copy_file(mutated, file, fs::copy_options::overwrite_existing);
                                              go_on();
                                            },
                                            {2, 3});
  EXPECT_EQ(count.read + count.refused, 300);
  EXPECT_GT(count.refused, 40);
  EXPECT_GT(count.read, 0);
}

/// Every number of the saved state, by the path to it.
std::vector<Json::json_pointer> numbers_in(const Json& state) {
  std::vector<Json::json_pointer> paths;
  const Json flat = state.flatten();
  for (const auto& [path, value] : flat.items())
    if (value.is_number()) paths.emplace_back(path);
  return paths;
}

TEST_F(DamagedState, OfExtremeNumbersIsGoneOnFromOrRefusedInOneSentence) {
  const Json state = read_json(file);
  for (const Json::json_pointer& path : numbers_in(state))
    for (const Json& value : {Json(-1), Json(1'000'000), Json(INT64_MAX), Json(INT64_MIN), Json(UINT64_MAX), Json(0.5),
                              Json(1e300), Json("3"), Json(), Json::array(), Json::object()}) {
      put_back();
      Json changed = state;
      changed[path] = value;
      write_json(file, changed);
      try {
        go_on();
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
      } catch (const std::exception& error) {
        ADD_FAILURE() << path.to_string() << " as " << value << ": " << error.what();
      }
    }
}

}  // namespace
}  // namespace mmim

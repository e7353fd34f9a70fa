#include "cli/demo_model.h"

#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "train/train_run.h"

namespace mmim {

namespace fs = std::filesystem;

DemoModel::DemoModel() {
  std::string name = (fs::temp_directory_path() / "mmim_demo_XXXXXX").string();
  if (!mkdtemp(name.data())) throw Error(name + ": a temporary folder cannot be made (" + system_reason() + ")");
  folder_ = name;
  const RunConfig config =
      RunConfig::resolve(Json::object(), "",
                         {"data.synthetic.utterances=1000", "text.random.width=32", "text.random.layers=1",
                          "text.random.heads=2", "text.random.inner=64", "text.random.positions=64", "train.epochs=4",
                          "train.device=cpu", "mmim.learning_rate_text=2e-3"});
  Observer nobody;
  train_run(*prepare_run(config), folder_ / "demo", nobody);
}

DemoModel::~DemoModel() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace mmim

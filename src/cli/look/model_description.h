#pragma once
#include "predict/model_folder.h"

namespace mmim {

/// What `mmim describe RUN` says.
struct ModelDescription {
  struct Row {
    std::string name, shape, group;  ///< group: "stage/group" of the optimiser, or "not stepped"
    int64_t count;
  };
  Json config, record;
  std::vector<Row> parameters;
  std::vector<std::pair<std::string, std::string>> shapes;  ///< of one made-up batch on its way through the model

  Json to_json() const;
  std::string to_text() const;
};

ModelDescription describe_model(const TrainedModel& trained);

}  // namespace mmim

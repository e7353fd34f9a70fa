#include "results/predictions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch.h"

namespace mmim {
namespace {

TEST(Predictions, ReadBackToTheSameNumbers) {
  Predictions predictions;
  predictions.id = {"a,1", "b"};
  predictions.video = {"a", "b"};
  predictions.truth = {-1.6666666f, 0};
  predictions.prediction = {0.1f, 1e-9f};
  predictions.scores = {{"text", {0.5f, -0.25f}}};
  const auto path = scratch("predictions.csv");
  write_predictions(path, predictions);
  EXPECT_EQ(read_file(path), "id,truth,prediction,text\n\"a,1\",-1.6666666,0.1,0.5\nb,0,1e-09,-0.25\n");
  write_predictions(path, predictions, "SYNTHETIC");
  EXPECT_EQ(read_file(path),
            "id,truth,prediction,text,mark\n\"a,1\",-1.6666666,0.1,0.5,SYNTHETIC\nb,0,1e-09,-0.25,SYNTHETIC\n");
  const Predictions back = read_predictions(path);
  EXPECT_EQ(back.id, predictions.id);
  EXPECT_EQ(back.truth, predictions.truth);
  EXPECT_EQ(back.prediction, predictions.prediction);
  EXPECT_EQ(back.scores, predictions.scores);
}

TEST(Predictions, NameTheFileAndRowOfWhatIsNoNumber) {
  for (const std::string wrong : {"1.5x", "", "nan", "inf"}) {
    const auto path = scratch("wrong.csv", "id,truth,prediction\na,1,2\nb,1," + wrong + "\n");
    try {
      read_predictions(path);
      ADD_FAILURE() << wrong;
    } catch (const DataError& error) {
      EXPECT_NE(std::string(error.what()).find("wrong.csv row 2: `" + wrong + "`"), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace mmim

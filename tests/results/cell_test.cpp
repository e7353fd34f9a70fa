#include "results/cell.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace mmim {
namespace {

Cell a_cell() {
  Cell cell;
  cell.experiment = "table2";
  cell.row = "TFN";
  cell.name = "tfn-mosi-1111";
  cell.finished = true;
  cell.system = "tfn";
  cell.seed = 1111;
  cell.provenance.data = "mosi";
  cell.provenance.protocol = "valid";
  cell.configuration = {{"train", {{"epochs", 3}}}};
  cell.valid_mae = 0.1 + 0.2;
  cell.metrics = {{"MAE", 0.7}, {"Corr", std::nan("")}};
  cell.published = {{"MAE", 0.6}};
  cell.published_epoch = 2;
  cell.curve = {{1, 10, 0.9, 0.8, {{"MAE", 0.9}}, {{"MAE", 0.8}}, {{"main/task", 1.5}}}};
  cell.steps = {{"main", 20, {20, 40}, {{"task", {1.0, std::nan("")}}}}};
  cell.draws = {{"count", 10}};
  return cell;
}

TEST(Cell, IsTheSameAfterWritingAndReading) {
  const Json json = a_cell().to_json();
  const Cell again = Cell::from_json(parse_json(json.dump(), "cell.json"), "cell.json");
  EXPECT_EQ(again.to_json(), json);
  EXPECT_EQ(again.valid_mae, 0.1 + 0.2) << "to the last digit";
  EXPECT_TRUE(std::isnan(again.metrics.at("Corr")));
  EXPECT_TRUE(std::isnan(again.steps[0].terms.at("task")[1]));
  EXPECT_EQ(again.curve[0].step, 10);
}

TEST(Cell, RemembersTheLabelThatWasLearned) {
  Cell cell = a_cell();
  EXPECT_FALSE(cell.to_json().contains("label_range"));
  cell.provenance.label = "T";
  cell.provenance.labels = {-1, 1};
  const Cell again = Cell::from_json(cell.to_json(), "cell.json");
  EXPECT_EQ(again.provenance.label, "T");
  EXPECT_EQ(again.provenance.scale(), Scale::sims);
  Json damaged = cell.to_json();
  damaged["label_range"] = {-1};
  EXPECT_THROW(Cell::from_json(damaged, "cell.json"), DataError);
}

TEST(Cell, NamesTheFileAndTheKeyThatIsMissingOrDamaged) {
  const Json whole = a_cell().to_json();
  for (const auto& [key, unused] : whole.items()) {
    Json json = whole;
    json.erase(key);
    try {
      Cell::from_json(json, "somewhere/cell.json");
      FAIL() << key << " was not missed";
    } catch (const DataError& error) {
      EXPECT_NE(std::string(error.what()).find("somewhere/cell.json"), std::string::npos);
      EXPECT_NE(std::string(error.what()).find(key), std::string::npos) << error.what();
    }
  }
  for (const auto& [key, value] : {std::pair{"seed", Json("many")}, {"metrics", Json(3)}, {"curve", Json(3)}}) {
    Json damaged = a_cell().to_json();
    damaged[key] = value;
    EXPECT_THROW(Cell::from_json(damaged, ""), DataError) << key;
  }
  EXPECT_THROW(Cell::from_json(Json(3), ""), DataError);
}

std::vector<EpochPoint> curve(const std::vector<double>& valid, const std::vector<double>& test) {
  std::vector<EpochPoint> points;
  for (size_t i = 0; i < valid.size(); ++i) {
    EpochPoint point;
    point.epoch = static_cast<int64_t>(i) + 1;
    point.valid_loss = valid[i];
    point.test_loss = test[i];
    points.push_back(point);
  }
  return points;
}

TEST(PublishedEpoch, IsTheLastThatWasBetterOnValidAndOnTest) {
  EXPECT_EQ(published_epoch(curve({.5, .4, .3, .35, .3, .2}, {.6, .7, .55, .1, .1, .58})), 3);
  EXPECT_EQ(published_epoch(curve({.5, .4}, {.6, .5})), 2);
}

TEST(PublishedEpoch, ReadsTestByMAEWhateverTheModelMinimises) {
  std::vector<EpochPoint> points = curve({.5, .4, .3}, {.6, .5, .4});
  points[0].test = {{"MAE", .8}};
  points[1].test = {{"MAE", .7}};
  points[2].test = {{"MAE", .75}};
  EXPECT_EQ(published_epoch(points), 2);
}

TEST(PublishedEpoch, IsNoneWhereTestWasNotWatched) {
  EXPECT_EQ(published_epoch(curve({.5, .4}, {std::nan(""), std::nan("")})), 0);
  EXPECT_EQ(published_epoch({}), 0);
}

TEST(Cell, HoldsClassesOrNone) {
  Cell cell = a_cell();
  EXPECT_FALSE(cell.to_json().contains("classes")) << "as older programs write it";
  EXPECT_TRUE(Cell::from_json(cell.to_json(), "").classes.is_null());
  const Json one{{"count", 1}, {"prediction", 2.5}, {"truth", nullptr}, {"right", 1}};
  cell.classes = {{"names", {"no", "yes"}}, {"confusion", {{1, 2}, {3, 4}}}, {"reliability", Json::array({one, one})}};
  EXPECT_EQ(Cell::from_json(cell.to_json(), "").classes, cell.classes);
  cell.classes["confusion"][1] = {3};
  try {
    Cell::from_json(cell.to_json(), "cell.json");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("`classes`"), std::string::npos);
  }
}

TEST(Cell, WhoseAnalysesReportsCannotReadIsRefusedWithTheKey) {
  const Json curve{{"modality", "text"},
                   {"missing", "rows"},
                   {"draws", 3},
                   {"metrics", {{"MAE", {{"mean", {.5, .75, 1.0}}, {"area", .75}}}}}};
  const Json robustness{{"shares", {0, .5, 1}}, {"rows", "removed"}, {"curves", Json::array({curve})}};
  const auto refusal = [&](const char* place, const Json& value) -> std::string {
    Json json = a_cell().to_json();
    json["robustness"] = robustness;
    json[Json::json_pointer(place)] = value;
    try {
      Cell::from_json(json, "cell.json");
    } catch (const DataError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal("/note", ""), "");
  EXPECT_EQ(refusal("/configuration", 3), "cell.json: `configuration`: it is no JSON object");
  EXPECT_EQ(refusal("/conformal", {{"alpha", .1}}), "cell.json: `conformal`: `calibration` is missing");
  EXPECT_EQ(refusal("/slices", Json::object()), "cell.json: `slices`: `slices` is missing");
  EXPECT_EQ(refusal("/robustness/curves/0/missing", nullptr),
            "cell.json: `robustness`: `curves[0].missing` is no text");
  EXPECT_EQ(refusal("/robustness/curves/0/metrics", Json::object()),
            "cell.json: `robustness`: `curves[0].metrics.MAE` is missing");
  EXPECT_EQ(refusal("/robustness/shares", {0, 1}), "cell.json: `robustness`: MAE has not one mean for each share");
}

}  // namespace
}  // namespace mmim

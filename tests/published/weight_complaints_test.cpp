#include "published/imported.h"

namespace mmim {
namespace {

class WeightComplaints : public WeightImportTest {};

TEST_F(WeightComplaints, AsksWhichOfTwoModelsIsMeant) {
  written(mmim, true);
  const NamedArrays plain = arrays;
  arrays.arrays.clear();
  for (const std::string prefix : {"student.", "teacher."})
    for (const auto& [name, array] : plain.arrays) arrays.arrays.emplace_back(prefix + name, array);
  write();
  EXPECT_NE(complaint(request(mmim)).find("student.Model. and teacher.Model.; save the one"), std::string::npos)
      << complaint(request(mmim));
}

TEST_F(WeightComplaints, SaysHowToSaveWhatAWholeModelHolds) {
  WeightRequest wanted = request(mmim);
  wanted.file = train_fixture("whole.pt");
  const std::string said = complaint(wanted);
  EXPECT_NE(said.find("holds an object that `model.MMIM` makes, which is not run"), std::string::npos) << said;
  EXPECT_NE(said.find("torch.save(torch.load(\"old.pt\", map_location=\"cpu\", weights_only=False).state_dict()"),
            std::string::npos)
      << said;
}

TEST_F(WeightComplaints, NamesACutOrForeignFile) {
  WeightRequest wanted = request(mmim);
  wanted.file = scratch.path / "cut.pth";
  write_file_atomically(wanted.file, read_file(train_fixture("mmim_mmsa.pth")).substr(0, 20000));
  EXPECT_NE(complaint(wanted).find("damaged or cut short"), std::string::npos);
  write_file_atomically(wanted.file, "neither");
  EXPECT_NE(complaint(wanted).find("is text and no data file"), std::string::npos);
  wanted.file = scratch.path / "nowhere.pth";
  EXPECT_NE(complaint(wanted).find("nowhere.pth"), std::string::npos);
}

TEST_F(WeightComplaints, NamesAMissingTensorOrLeavesItAsDrawn) {
  written(mmim, true);
  taken("Model.fusion_prj.linear_1.bias");
  taken("Model.cpc_za.net.2.weight");
  write();
  WeightRequest wanted = request(mmim);
  EXPECT_NE(complaint(wanted).find("tensor `fusion_prj.linear_1.bias` is missing (and 1 more); --partial"),
            std::string::npos)
      << complaint(wanted);
  wanted.partial = true;
  EXPECT_EQ(import_weights(wanted).report.missing.size(), 2U);
}

TEST_F(WeightComplaints, NamesATensorOfAnotherShapeAndWhatDecidesIt) {
  written(mmim, true);
  WeightRequest wanted = request(mmim);
  wanted.assignments.push_back("mmim.fusion_width=8");
  EXPECT_NE(complaint(wanted).find("tensor `Model.fusion_prj.linear_1.weight` has shape (7, 19), `fusion.0.weight` "
                                   "here (8, 19), which option mmim.fusion_width decides (and "),
            std::string::npos)
      << complaint(wanted);
}

TEST_F(WeightComplaints, NamesTheWidthsThatItWasTrainedOn) {
  written(mmim, false);
  const Array weight = taken("visual_enc.rnn.weight_ih_l0");
  arrays.arrays.emplace_back("visual_enc.rnn.weight_ih_l0", make_array(std::vector<float>(700), {20, 35}));
  write();
  EXPECT_NE(complaint(request(mmim)).find("was trained on 35 visual features, aligned_50 has 4"), std::string::npos)
      << complaint(request(mmim));
}

TEST_F(WeightComplaints, NamesTheModelsWhoseNamesTheFileHas) {
  written(subjects().front(), true);
  EXPECT_NE(complaint(request(mmim))
                .find("have no names that published code of model mmim gives them, but those of "
                      "tfn and lmf"),
            std::string::npos)
      << complaint(request(mmim));
  arrays.arrays = {{"x", make_array<float>({0}, {1})}};
  write();
  EXPECT_NE(complaint(request(mmim)).find("gives them; the first is `x`"), std::string::npos);
}

TEST_F(WeightComplaints, RefusesNumbersThatAreNotFinite) {
  written(mmim, true);
  taken("Model.fusion_prj.linear_3.bias");
  arrays.arrays.emplace_back("Model.fusion_prj.linear_3.bias", make_array<float>({NAN}, {1}));
  write();
  EXPECT_NE(complaint(request(mmim)).find("linear_3.bias` holds numbers that are not finite"), std::string::npos);
}

TEST_F(WeightComplaints, AsksForWhatTheFileDoesNotTell) {
  written(mmim, true);
  WeightRequest wanted = request(mmim);
  wanted.vocabulary.clear();
  EXPECT_NE(complaint(wanted).find("has a text encoder, but no vocabulary; --vocab"), std::string::npos);
  wanted.vocabulary = train_fixture("text/vocab.txt");
  EXPECT_NE(complaint(wanted).find("how many attention heads a text encoder of width 8 has"), std::string::npos);
  wanted = request(mmim);
  wanted.assignments.push_back("text.limit=51");
  EXPECT_NE(complaint(wanted).find("51 pieces do not fit the encoder's 50 positions"), std::string::npos);
  wanted = request(mmim);
  wanted.assignments = {"model=mmim"};
  EXPECT_NE(complaint(wanted).find("which data? --data"), std::string::npos);
  wanted.assignments = {"model=text-only"};
  EXPECT_NE(complaint(wanted).find("no published code has weights of model text-only"), std::string::npos);
}

}  // namespace
}  // namespace mmim

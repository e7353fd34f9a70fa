#include "extract/visual/face_networks.h"

#include "core/error.h"

// oneTBB opens a library in a way for which AddressSanitizer ends the program.
#if defined(MMIM_HAS_OPENVINO) && !defined(__SANITIZE_ADDRESS__)

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <openvino/openvino.hpp>

#include "core/files.h"
#include "core/temporary_folder.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

class Network {
 public:
  /// OpenVINO reads TensorFlow Lite from files alone. On CPUs with products in bfloat16 it would compute in that.
  Network(ov::Core& core, const std::vector<std::byte>& bytes, size_t inputs, const std::vector<size_t>& outputs) {
    const TemporaryFolder folder;
    const fs::path path = folder.path() / "network.tflite";
    write_file_atomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    ov::CompiledModel model = core.compile_model(path.string(), "CPU", ov::hint::inference_precision(ov::element::f32),
                                                 ov::inference_num_threads(1), ov::num_streams(1),
                                                 ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY));
    request_ = model.create_infer_request();
    shape_ = model.input().get_shape();
    if (ov::shape_size(shape_) != inputs) throw Error("a network of the face model takes other numbers");
    for (const size_t size : outputs) numbers_.push_back(output_of(model, size));
  }

  void run(std::span<float> input) {
    request_.set_input_tensor(ov::Tensor(ov::element::f32, shape_, input.data()));
    request_.infer();
  }

  void take(size_t output, std::span<float> to) {
    const ov::Tensor tensor = request_.get_output_tensor(numbers_[output]);
    std::copy_n(tensor.data<const float>(), to.size(), to.data());
  }

 private:
  /// Names of outputs are not stable, their sizes are. Of two of one size the network's first counts.
  static size_t output_of(const ov::CompiledModel& model, size_t size) {
    for (size_t i = 0; i < model.outputs().size(); ++i)
      if (ov::shape_size(model.output(i).get_shape()) == size) return i;
    throw Error("a network of the face model gives other numbers");
  }

  ov::InferRequest request_;
  ov::Shape shape_;
  std::vector<size_t> numbers_;
};

FaceNetworks networks_of(const FaceBundle& bundle) {
  ov::Core core;
  const auto open = [&](const std::vector<std::byte>& bytes, size_t inputs, const std::vector<size_t>& outputs) {
    return std::make_shared<Network>(core, bytes, inputs, outputs);
  };
  const auto pixels = [](int64_t side) { return static_cast<size_t>(side * side * 3); };
  const auto detector = open(bundle.detector, pixels(kDetectorSide), {kDetectorBoxes, kDetectorLogits});
  const auto mesh = open(bundle.landmarks, pixels(kMeshSide), {kMeshNumbers, 1});
  const auto shapes = open(bundle.blendshapes, 2 * kBlendshapePoints, {kBlendshapes});
  return {.detect =
              [detector](std::span<float> picture, std::span<float> boxes, std::span<float> logits) {
                detector->run(picture);
                detector->take(0, boxes);
                detector->take(1, logits);
              },
          .find_points =
              [mesh](std::span<float> picture, std::span<float> points) {
                float logit = 0;
                mesh->run(picture);
                mesh->take(0, points);
                mesh->take(1, {&logit, 1});
                return logit;
              },
          .measure =
              [shapes](std::span<float> points, std::span<float> values) {
                shapes->run(points);
                shapes->take(0, values);
              }};
}

}  // namespace

bool can_run_face_networks() { return true; }

FaceNetworks face_networks(const FaceBundle& bundle) {
  try {
    return networks_of(bundle);
  } catch (const ov::Exception& error) {
    throw Error(std::string("OpenVINO cannot open the face model: ") + error.what());
  }
}

}  // namespace mmim

#else

namespace mmim {

bool can_run_face_networks() { return false; }

FaceNetworks face_networks(const FaceBundle&) {
  throw Error("this program was built without OpenVINO, which runs the face model: `./dev build` installs it");
}

}  // namespace mmim

#endif

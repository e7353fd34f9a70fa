#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "extract/visual/face_networks.h"
#include "extract/visual/face_places.h"
#include "extract/visual/face_region.h"

namespace mmim {

/// A face that the networks of a made-up world find.
struct MadeUpFace {
  double x = 0, y = 0;  ///< of its middle, in pixels
  double size = 100;    ///< pixels of its box
  bool seen_by_detector = true, seen_closely = true;
  double mouth = 0.05;  ///< how far it is open, as a share of the size
};

/// A picture whose colours say where they are: red rises to the right, green downwards.
struct MadeUpPicture {
  explicit MadeUpPicture(int64_t width = 640, int64_t height = 480) : width(width), height(height) {
    for (int64_t y = 0; y < height; ++y)
      for (int64_t x = 0; x < width; ++x)
        for (const double share : {static_cast<double>(x) / static_cast<double>(width),
                                   static_cast<double>(y) / static_cast<double>(height), 1.0})
          bytes.push_back(static_cast<std::byte>(std::lround(255 * share)));
  }
  Picture picture() const { return {width, height, bytes}; }
  int64_t width, height;
  std::vector<std::byte> bytes;
};

/// Points of a face of that middle and size, of which the outermost make the box.
inline FacePoints points_of(const MadeUpFace& face) {
  FacePoints points;
  points.fill({face.x, face.y, 0});
  const auto put = [&](size_t point, double across, double down) {
    points[point] = {face.x + across * face.size, face.y + down * face.size, 0};
  };
  put(place::kForehead, 0, -0.5);
  put(place::kChin, 0, 0.5);
  put(234, -0.5, 0);
  put(454, 0.5, 0);
  put(place::kLowerLipInner, 0, face.mouth);
  put(place::kRightEyeOuter, -0.3, -0.1);
  put(place::kLeftEyeOuter, 0.3, -0.1);
  return points;
}

/// Networks that know `faces` in MadeUpPictures of one size, and count how often each of them runs.
struct MadeUpWorld {
  MadeUpPicture canvas;
  std::vector<MadeUpFace> faces;
  int detections = 0, meshes = 0, measurements = 0;

  FaceNetworks networks() {
    return {.detect = [this](auto picture, auto boxes, auto logits) { detect(picture, boxes, logits); },
            .find_points = [this](auto picture, auto points) { return find_points(picture, points); },
            .measure =
                [this](auto, auto values) {
                  ++measurements;
                  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) / 64;
                }};
  }

  void detect(std::span<const float>, std::span<float> boxes, std::span<float> logits) {
    ++detections;
    std::ranges::fill(boxes, 0.0f);
    std::ranges::fill(logits, -50.0f);
    const Similarity square = letterbox(canvas.picture());
    for (size_t i = 0; i < faces.size(); ++i) {
      const MadeUpFace& face = faces[i];
      if (!face.seen_by_detector) continue;
      const size_t anchor = 100 * i;  // boxes may lie anywhere beside their anchor
      const double u = face_anchors()[anchor][0] * 128, v = face_anchors()[anchor][1] * 128;
      const auto put = [&](size_t at, double x, double y) {
        boxes[16 * anchor + at] = static_cast<float>((x - square.x0) / square.c - u);
        boxes[16 * anchor + at + 1] = static_cast<float>((y - square.y0) / square.c - v);
      };
      put(0, face.x, face.y);
      boxes[16 * anchor + 2] = boxes[16 * anchor + 3] = static_cast<float>(face.size / square.c);
      put(4, face.x - 0.2 * face.size, face.y - 0.1 * face.size);
      put(6, face.x + 0.2 * face.size, face.y - 0.1 * face.size);
      logits[anchor] = 3;
    }
  }

  /// Reads in the colours of the square where in the picture it lies.
  float find_points(std::span<const float> square, std::span<float> points) {
    ++meshes;
    const auto x_at = [&](size_t u, size_t v) { return square[3 * (192 * v + u)] * static_cast<float>(canvas.width); };
    const auto y_at = [&](size_t u, size_t v) {
      return square[3 * (192 * v + u) + 1] * static_cast<float>(canvas.height);
    };
    const double scale = (x_at(127, 96) - x_at(64, 96)) / 63.0;
    const double middle_x = x_at(96, 96), middle_y = y_at(96, 96);
    for (const MadeUpFace& face : faces) {
      const double distance = std::hypot(face.x - middle_x, face.y - middle_y);
      if (!face.seen_closely || distance > face.size / 2 || scale * 192 > 3 * face.size) continue;
      const FacePoints known = points_of(face);
      for (size_t i = 0; i < known.size(); ++i) {
        points[3 * i] = static_cast<float>((known[i].x - middle_x) / scale + 96.5);
        points[3 * i + 1] = static_cast<float>((known[i].y - middle_y) / scale + 96.5);
        points[3 * i + 2] = 0;
      }
      return 4;
    }
    return -4;
  }
};

}  // namespace mmim

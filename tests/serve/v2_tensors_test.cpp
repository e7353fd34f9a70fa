#include "serve/v2_tensors.h"

#include <gtest/gtest.h>

#include <cstring>

#include "http/problem.h"

namespace mmim {
namespace {

HttpRequest request_of(const std::string& json, const std::string& bytes = "", bool with_header = true) {
  HttpRequest request{.method = "POST", .path = "/v2/models/m/infer"};
  if (with_header) request.headers = {{"inference-header-content-length", std::to_string(json.size())}};
  request.body = HttpBody(json + bytes);
  return request;
}

template <class T>
std::string raw(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::string word_of(const std::string& word) {
  return raw(std::vector<uint32_t>{static_cast<uint32_t>(word.size())}) + word;
}

/// The sentence with which a request is refused, or "".
std::string refused(const std::string& json, const std::string& bytes = "",
                    const std::function<void(const V2Tensor&)>& use = {}) {
  try {
    const HttpRequest request = request_of(json, bytes);
    const V2Request read = read_v2(request);
    if (use) use(read.inputs.begin()->second);
  } catch (const HttpError& wrong) {
    EXPECT_EQ(wrong.status, 400);
    return wrong.what();
  }
  return "";
}

TEST(V2Tensors, ReadsNumbersAndStringsOfJsonFlatOrNested) {
  const HttpRequest request = request_of(
      R"({"id": "7", "inputs": [
        {"name": "text", "shape": [2], "datatype": "BYTES", "data": ["a", "b"]},
        {"name": "visual", "shape": [1, 2, 2], "datatype": "FP32", "data": [[[1, 2.5], [null, 4]]]},
        {"name": "visual_rows", "shape": [2], "datatype": "INT64", "data": [1, 2]}]})",
      "", false);
  const V2Request read = read_v2(request);
  EXPECT_EQ(read.id, "7");
  EXPECT_FALSE(read.binary);
  EXPECT_EQ(read.inputs.at("text").strings(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read.inputs.at("visual_rows").integers(), (std::vector<int64_t>{1, 2}));
  const std::vector<float> values = read.inputs.at("visual").floats();
  ASSERT_EQ(values.size(), 4U);
  EXPECT_EQ(values[1], 2.5F);
  EXPECT_TRUE(std::isnan(values[2])) << "null";
}

TEST(V2Tensors, ReadsBytesBehindTheJson) {
  const std::string words = word_of("what a film") + word_of(""), numbers = raw<float>({1, -2.5F}),
                    doubles = raw<double>({0.25}), counts = raw<int32_t>({-3, 4});
  const auto input = [](const std::string& name, const std::string& type, int64_t count, size_t bytes) {
    return Json{{"name", name}, {"datatype", type}, {"shape", {count}}, {"parameters", {{"binary_data_size", bytes}}}};
  };
  const Json body{{"inputs",
                   {input("t", "BYTES", 2, words.size()), input("f", "FP32", 2, numbers.size()),
                    input("d", "FP64", 1, doubles.size()), input("i", "INT32", 2, counts.size())}},
                  {"parameters", {{"binary_data_output", true}}}};
  const HttpRequest request = request_of(body.dump(), words + numbers + doubles + counts);
  const V2Request read = read_v2(request);
  EXPECT_TRUE(read.binary);
  EXPECT_EQ(read.inputs.at("t").strings(), (std::vector<std::string>{"what a film", ""}));
  EXPECT_EQ(read.inputs.at("f").floats(), (std::vector<float>{1, -2.5F}));
  EXPECT_EQ(read.inputs.at("d").floats(), (std::vector<float>{0.25F}));
  EXPECT_EQ(read.inputs.at("i").integers(), (std::vector<int64_t>{-3, 4}));
}

TEST(V2Tensors, RefusesWhatDoesNotFit) {
  const std::string head = R"({"inputs": [{"name": "x", "datatype": ")";
  EXPECT_EQ(refused("{}"), "the request lacks a proper `inputs`");
  EXPECT_EQ(refused("[1]"), "the request lacks a proper `inputs`");
  EXPECT_NE(refused("{"), "");
  EXPECT_EQ(refused(head + R"(FP16", "shape": [1], "data": [1]}]})"),
            "tensors are FP32, FP64, INT32, INT64 or BYTES, not FP16");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [-1], "data": [1]}]})"),
            "input `x` has a shape that is no list of lengths");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [70000, 70000], "data": [1]}]})"), "input `x` is too large");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [3], "data": [1]}]})", "", [](const V2Tensor& x) { x.floats(); }),
            "input `x` has 1 values, and its shape 3");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [1], "data": ["a"]}]})", "", [](const V2Tensor& x) { x.floats(); }),
            "input `x` holds \"a\", which is no number");
  EXPECT_EQ(refused(head + R"(INT64", "shape": [1], "data": [1.5]}]})", "", [](const V2Tensor& x) { x.integers(); }),
            "input `x` holds 1.5, which is no whole number");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [1], "data": [1]}]})", "", [](const V2Tensor& x) { x.strings(); }),
            "input `x` is FP32; BYTES are wanted");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [1], "parameters": {"binary_data_size": 4}}]})", "abc"),
            "input `x` has a `binary_data_size` that the body does not have");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [2], "parameters": {"binary_data_size": 4}}]})", "abcd"),
            "input `x` has 4 bytes, and its shape 8");
  EXPECT_EQ(refused(head + R"(FP32", "shape": [1], "parameters": {"binary_data_size": 4}}]})", "abcde"),
            "1 bytes of the body belong to no input");
  const std::string bytes = R"(BYTES", "shape": [1], "parameters": {"binary_data_size": )";
  EXPECT_EQ(refused(head + bytes + "3}}]}", "abc", [](const V2Tensor& x) { x.strings(); }),
            "input `x` ends within a length");
  EXPECT_EQ(
      refused(head + bytes + "5}}]}", std::string("\xFF\xFF\xFF\xFF", 4) + "a", [](const V2Tensor& x) { x.strings(); }),
      "input `x` ends within a string");
  const std::string two = word_of("a") + word_of("b");
  EXPECT_EQ(refused(head + bytes + std::to_string(two.size()) + "}}]}", two, [](const V2Tensor& x) { x.strings(); }),
            "input `x` has 2 strings, and its shape 1");
  HttpRequest beyond = request_of("{}");
  beyond.headers = {{"inference-header-content-length", "3"}};
  EXPECT_THROW(read_v2(beyond), HttpError);
  beyond.headers = {{"inference-header-content-length", "-1"}};
  EXPECT_THROW(read_v2(beyond), HttpError);
}

TEST(V2Tensors, WritesOutputsInJsonOrAsBytesAsTheyAreWanted) {
  const std::vector<V2Output> outputs{{"score", {2}, {0.5, -1}}, {"interval", {2, 2}, {0, 1, -2, 0}}};
  V2Request request{.id = "9"};
  HttpResponse response = write_v2("m", request, outputs);
  EXPECT_EQ(Json::parse(response.body), Json::parse(R"({"model_name": "m", "model_version": "1", "id": "9", "outputs": [
              {"name": "score", "datatype": "FP64", "shape": [2], "data": [0.5, -1.0]},
              {"name": "interval", "datatype": "FP64", "shape": [2, 2], "data": [0.0, 1.0, -2.0, 0.0]}]})"));
  request.outputs = {{"score", true}};
  response = write_v2("m", request, outputs);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].first, "Inference-Header-Content-Length");
  const size_t json = std::stoul(response.headers[0].second);
  EXPECT_EQ(
      Json::parse(response.body.substr(0, json)).at("outputs"),
      Json::parse(R"([{"name": "score", "datatype": "FP64", "shape": [2], "parameters": {"binary_data_size": 16}}])"));
  EXPECT_EQ(response.body.substr(json), raw<double>({0.5, -1}));
  request.outputs.clear();
  request.binary = true;
  EXPECT_EQ(write_v2("m", request, outputs).type, "application/octet-stream");
}

}  // namespace
}  // namespace mmim

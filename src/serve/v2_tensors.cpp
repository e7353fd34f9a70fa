#include "serve/v2_tensors.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "http/problem.h"
#include "predict/request.h"

namespace mmim {

namespace {

constexpr const char* kHeaderLength = "Inference-Header-Content-Length";
constexpr int64_t kMost = int64_t{1} << 31;  ///< values of a tensor

[[noreturn]] void refuse(const std::string& sentence) { throw HttpError(400, sentence); }

/// The bytes that one value takes; 0: BYTES, whose values have lengths of their own.
size_t size_of(const std::string& datatype) {
  static const std::map<std::string, size_t> sizes{{"FP32", 4}, {"FP64", 8}, {"INT32", 4}, {"INT64", 8}, {"BYTES", 0}};
  const auto found = sizes.find(datatype);
  if (found == sizes.end()) refuse("tensors are FP32, FP64, INT32, INT64 or BYTES, not " + datatype);
  return found->second;
}

void flatten(const Json& data, std::vector<const Json*>& values, int depth = 0) {
  if (depth > 8) refuse("`data` is nested too deeply");
  if (!data.is_array()) {
    values.push_back(&data);
    return;
  }
  for (const Json& one : data) flatten(one, values, depth + 1);
}

std::vector<const Json*> values_of(const V2Tensor& tensor) {
  std::vector<const Json*> values;
  flatten(tensor.data, values);
  if (static_cast<int64_t>(values.size()) != tensor.count())
    refuse("input `" + tensor.name + "` has " + std::to_string(values.size()) + " values, and its shape " +
           std::to_string(tensor.count()));
  return values;
}

template <class Stored, class T>
std::vector<T> from_bytes(const V2Tensor& tensor) {
  std::vector<T> values;
  values.reserve(static_cast<size_t>(tensor.count()));
  for (int64_t i = 0; i < tensor.count(); ++i) {
    Stored value;
    std::memcpy(&value, tensor.bytes->data() + static_cast<size_t>(i) * sizeof(Stored), sizeof(Stored));
    values.push_back(static_cast<T>(value));
  }
  return values;
}

template <class T>
std::vector<T> from_json(const V2Tensor& tensor, const char* wanted) {
  std::vector<T> values;
  for (const Json* value : values_of(tensor)) {
    if (value->is_null() && std::is_floating_point_v<T>) {
      values.push_back(static_cast<T>(std::nan("")));
      continue;
    }
    const bool fits = std::is_floating_point_v<T> ? value->is_number() : value->is_number_integer();
    if (!fits) refuse("input `" + tensor.name + "` holds " + value->dump() + ", which is no " + wanted);
    values.push_back(value->get<T>());
  }
  return values;
}

int64_t whole_number(const std::string& text, const std::string& what) {
  int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) refuse(what + " is no whole number");
  return value;
}

const Json& member(const Json& json, const std::string& key, const std::string& where, bool (Json::*is)() const) {
  if (!json.is_object() || !json.contains(key) || !(json.at(key).*is)())
    refuse(where + " lacks a proper `" + key + "`");
  return json.at(key);
}

V2Tensor read_tensor(const Json& input, std::string_view& bytes) {
  V2Tensor tensor;
  tensor.name = member(input, "name", "an input", &Json::is_string).get<std::string>();
  const std::string where = "input `" + tensor.name + "`";
  tensor.datatype = member(input, "datatype", where, &Json::is_string).get<std::string>();
  const size_t size = size_of(tensor.datatype);
  int64_t count = 1;
  for (const Json& length : member(input, "shape", where, &Json::is_array)) {
    if (!length.is_number_integer() || length.get<int64_t>() < 0 || length.get<int64_t>() > kMost)
      refuse(where + " has a shape that is no list of lengths");
    tensor.shape.push_back(length.get<int64_t>());
    if ((count *= tensor.shape.back()) > kMost) refuse(where + " is too large");
  }
  const Json parameters = input.value("parameters", Json::object());
  if (!parameters.is_object()) refuse(where + " has `parameters` that are no object");
  if (!parameters.contains("binary_data_size")) {
    tensor.data = member(input, "data", where, &Json::is_array);
    return tensor;
  }
  const Json& length = parameters.at("binary_data_size");
  if (!length.is_number_unsigned() || length.get<uint64_t>() > bytes.size())
    refuse(where + " has a `binary_data_size` that the body does not have");
  tensor.bytes = bytes.substr(0, length.get<size_t>());
  bytes.remove_prefix(tensor.bytes->size());
  if (size > 0 && tensor.bytes->size() != size * static_cast<size_t>(count))
    refuse(where + " has " + std::to_string(tensor.bytes->size()) + " bytes, and its shape " +
           std::to_string(size * static_cast<size_t>(count)));
  return tensor;
}

bool flag(const Json& owner, const char* name, bool otherwise) {
  if (!owner.is_object() || !owner.contains("parameters") || !owner.at("parameters").is_object()) return otherwise;
  const Json& parameters = owner.at("parameters");
  if (!parameters.contains(name)) return otherwise;
  if (!parameters.at(name).is_boolean()) refuse(std::string("parameter `") + name + "` is neither true nor false");
  return parameters.at(name).get<bool>();
}

}  // namespace

int64_t V2Tensor::count() const {
  int64_t count = 1;
  for (const int64_t length : shape) count *= length;
  return count;
}

std::vector<std::string> V2Tensor::strings() const {
  if (datatype != "BYTES") refuse("input `" + name + "` is " + datatype + "; BYTES are wanted");
  std::vector<std::string> strings;
  if (!bytes) {
    for (const Json* value : values_of(*this)) {
      if (!value->is_string()) refuse("input `" + name + "` holds " + value->dump() + ", which is no string");
      strings.push_back(value->get<std::string>());
    }
    return strings;
  }
  std::string_view rest = *bytes;
  while (!rest.empty()) {
    uint32_t length = 0;
    if (rest.size() < sizeof(length)) refuse("input `" + name + "` ends within a length");
    std::memcpy(&length, rest.data(), sizeof(length));
    rest.remove_prefix(sizeof(length));
    if (length > rest.size()) refuse("input `" + name + "` ends within a string");
    strings.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  if (static_cast<int64_t>(strings.size()) != count())
    refuse("input `" + name + "` has " + std::to_string(strings.size()) + " strings, and its shape " +
           std::to_string(count()));
  return strings;
}

std::vector<float> V2Tensor::floats() const {
  if (datatype != "FP32" && datatype != "FP64") refuse("input `" + name + "` is " + datatype + "; FP32 is wanted");
  if (!bytes) return from_json<float>(*this, "number");
  return datatype == "FP32" ? from_bytes<float, float>(*this) : from_bytes<double, float>(*this);
}

std::vector<int64_t> V2Tensor::integers() const {
  if (datatype != "INT32" && datatype != "INT64") refuse("input `" + name + "` is " + datatype + "; INT64 is wanted");
  if (!bytes) return from_json<int64_t>(*this, "whole number");
  return datatype == "INT32" ? from_bytes<int32_t, int64_t>(*this) : from_bytes<int64_t, int64_t>(*this);
}

V2Request read_v2(const HttpRequest& request) {
  std::string_view json = request.body.bytes(), bytes;
  if (const std::optional<std::string> length = request.header("inference-header-content-length")) {
    const auto size = static_cast<size_t>(whole_number(*length, kHeaderLength));
    if (size > json.size()) refuse(std::string(kHeaderLength) + " is larger than the body");
    bytes = json.substr(size);
    json = json.substr(0, size);
  }
  Json body;
  try {
    body = parse_request_json(std::string(json), "the body");
  } catch (const DataError& error) {
    refuse(error.what());
  }
  V2Request read;
  if (body.is_object() && body.contains("id"))
    read.id = member(body, "id", "the request", &Json::is_string).get<std::string>();
  for (const Json& input : member(body, "inputs", "the request", &Json::is_array)) {
    V2Tensor tensor = read_tensor(input, bytes);
    const std::string name = tensor.name;
    if (!read.inputs.emplace(name, std::move(tensor)).second) refuse("input `" + name + "` is there twice");
  }
  if (!bytes.empty()) refuse(std::to_string(bytes.size()) + " bytes of the body belong to no input");
  read.binary = flag(body, "binary_data_output", false);
  if (body.contains("outputs"))
    for (const Json& output : member(body, "outputs", "the request", &Json::is_array))
      read.outputs[member(output, "name", "an output", &Json::is_string).get<std::string>()] =
          flag(output, "binary_data", read.binary);
  return read;
}

HttpResponse write_v2(const std::string& model, const V2Request& request, const std::vector<V2Output>& outputs) {
  Json body{{"model_name", model}, {"model_version", "1"}};
  if (!request.id.empty()) body["id"] = request.id;
  body["outputs"] = Json::array();
  std::string bytes;
  for (const V2Output& output : outputs) {
    const auto wanted = request.outputs.find(output.name);
    if (!request.outputs.empty() && wanted == request.outputs.end()) continue;
    Json one{{"name", output.name}, {"datatype", "FP64"}, {"shape", output.shape}};
    if (request.outputs.empty() ? request.binary : wanted->second) {
      const size_t size = output.values.size() * sizeof(double);
      one["parameters"] = {{"binary_data_size", size}};
      bytes.append(reinterpret_cast<const char*>(output.values.data()), size);
    } else {
      one["data"] = output.values;
    }
    body["outputs"].push_back(std::move(one));
  }
  HttpResponse response = json_response(body);
  if (bytes.empty()) return response;
  response.headers.emplace_back(kHeaderLength, std::to_string(response.body.size()));
  response.type = "application/octet-stream";
  response.body += bytes;
  return response;
}

}  // namespace mmim

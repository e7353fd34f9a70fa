#pragma once
#include <map>
#include <optional>
#include <span>

#include "core/json.h"
#include "http/message.h"

namespace mmim {

/// A tensor of the Open Inference Protocol, version 2, as a request brings it: numbers in JSON, or bytes behind it.
struct V2Tensor {
  std::string name, datatype;
  std::vector<int64_t> shape;
  Json data;                                ///< flat or nested; null where `bytes` holds the values
  std::optional<std::string_view> bytes{};  ///< little endian, within the body of the request

  int64_t count() const;  ///< product of the shape
  /// The values of BYTES: of JSON strings, of bytes each behind its length in four bytes. HttpError 400 when they are
  /// not as many as the shape says.
  std::vector<std::string> strings() const;
  std::vector<float> floats() const;      ///< of FP32 or FP64
  std::vector<int64_t> integers() const;  ///< of INT32 or INT64
};

/// A request for an inference.
struct V2Request {
  std::string id;
  std::map<std::string, V2Tensor> inputs{};
  std::map<std::string, bool> outputs{};  ///< those that are wanted, and whether as bytes; empty: all
  bool binary = false;                    ///< outputs as bytes where nothing else is said of them
};

/// Reads a body of JSON, with the bytes of tensors behind it where the header Inference-Header-Content-Length says how
/// long the JSON is. HttpError 400 for what is not that.
V2Request read_v2(const HttpRequest& request);

/// A tensor of an answer.
struct V2Output {
  std::string name;
  std::vector<int64_t> shape;
  std::vector<double> values;  ///< FP64; NaN is null in JSON
};

/// The answer: JSON, and behind it the bytes of outputs that are wanted so.
HttpResponse write_v2(const std::string& model, const V2Request& request, const std::vector<V2Output>& outputs);

}  // namespace mmim

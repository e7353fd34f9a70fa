#pragma once
#include <span>
#include <string>

#include "core/json.h"
#include "core/scale.h"

namespace mmim {

/// Where the numbers of a run come from: data, text encoder, selection of the epoch, program, machine and options.
/// What is not known is empty.
struct Provenance {
  std::string data{}, fingerprint{}, split = "test";  ///< name of the data set, its hash
  bool synthetic = false;
  std::string label{};  ///< the column that was learned; empty: the data set's own
  LabelRange labels{};  ///< what a label can be
  std::string encoder{}, encoder_sha256{};
  std::string protocol{}, watermark{};          ///< how the epoch was selected; what must be said beside the numbers
  std::string version{}, program{}, machine{};  ///< program: hash of the sources that determine numbers
  std::string configuration_sha256{};  ///< of what determines the numbers: places, threads and logging left out

  Scale scale() const { return scale_of(labels); }  ///< which metrics mean something
  /// Whether numbers of both may stand in one table: of one data set, label, split, text encoder and protocol,
  /// synthetic or real. What one of them does not know is no contradiction: a run may have failed before it knew its
  /// data.
  bool same_table(const Provenance& other) const;
  /// "the configuration", "the data and the program" ...: in which of configuration, data, text encoder and program, as
  /// hashes, the two differ; empty when one run can stand for the other.
  std::string difference(const Provenance& other) const;
};

/// "label" and "label_range" of JSON, where they are not the data set's own column from -3 to 3.
void write_labels(const Provenance& provenance, Json& json);
/// Reads what write_labels() wrote or left out. Throws nlohmann::json::exception for what is damaged.
void read_labels(const Json& json, Provenance& provenance);

/// What keeps numbers from standing in one table: "data sets mosei, mosi; splits test, valid"; empty when nothing does.
std::string table_difference(std::span<const Provenance> all);

/// SHA-256 of the options of a run that determine its numbers (RunConfig::numbers()).
std::string configuration_sha256(const Json& numbers);

inline constexpr const char* kRandomEncoder = "random";  ///< what a small BERT with random weights is called

/// What a reader must know of numbers on real data whose text encoder was never pre-trained; empty for others.
std::string encoder_warning(const Provenance& provenance);

/// The name by which people know a text encoder: that of its published weights where the hash is known, else `given`.
std::string encoder_name(const std::string& sha256, const std::string& given);

}  // namespace mmim

#include <algorithm>
#include <optional>

#include "core/files.h"
#include "core/own_folder.h"
#include "core/part_folder.h"
#include "corpus/fingerprint.h"
#include "corpus/rules.h"
#include "corpus/source.h"
#include "corpus/survey.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// Rows that come one utterance at a time: in memory, or in a scratch file that is then mapped.
class RowStore {
 public:
  explicit RowStore(const fs::path& file) : file_(file) {
    if (!file.empty()) writer_.emplace(file);
  }
  RowStore(const RowStore&) = delete;
  RowStore& operator=(const RowStore&) = delete;
  ~RowStore() {
    std::error_code ignored;
    if (!file_.empty()) fs::remove(file_, ignored);
  }
  void append(std::span<const float> values) {
    count_ += values.size();
    if (writer_) writer_->write(values.data(), values.size_bytes());
    if (!writer_) values_.insert(values_.end(), values.begin(), values.end());
  }
  Array finish(int64_t width) {
    const std::vector<int64_t> shape{static_cast<int64_t>(count_) / width, width};
    if (!writer_) {
      const auto owner = std::make_shared<const std::vector<float>>(std::move(values_));
      return {Type::f32, shape, std::as_bytes(std::span(*owner)), owner};
    }
    writer_->commit();
    const auto owner = std::make_shared<const MappedFile>(file_);
    return {Type::f32, shape, owner->bytes(), owner};
  }

 private:
  fs::path file_;
  std::optional<AtomicWriter> writer_;
  std::vector<float> values_;
  size_t count_ = 0;
};

/// Texts one after the other with their offsets.
struct TextStore {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  void append(std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    offsets.push_back(static_cast<int64_t>(bytes.size()));
  }
  void finish(const std::string& name, NamedArrays& arrays) const {
    arrays.arrays.emplace_back(name + ".bytes", make_array(bytes, {static_cast<int64_t>(bytes.size())}));
    arrays.arrays.emplace_back(name + ".offsets", make_array(offsets, {static_cast<int64_t>(offsets.size())}));
  }
};

/// The arrays of one split. With a folder, rows pass through scratch files in it, which are gone once unmapped.
NamedArrays build(const Source& source, SplitName name, const Survey& survey, const ImportOptions& options,
                  const fs::path& folder) {
  const auto& split = survey.split(name);
  TextStore text, id;
  std::vector<float> labels;
  std::vector<std::vector<float>> columns(survey.info.columns.size());
  PerModality<std::vector<int64_t>> offsets;
  const auto scratch = [&](Modality m) { return folder.empty() ? fs::path() : folder / (word(m) + ".rows"); };
  RowStore visual(scratch(Modality::visual)), acoustic(scratch(Modality::acoustic));
  const PerModality<RowStore*> stores{nullptr, &visual, &acoustic};
  for (const Modality m : kRowStreams) offsets[m].push_back(0);

  for (size_t i = 0; i < split.size(); ++i) {
    Utterance utterance = source.read(name, static_cast<int64_t>(i));
    text.append(utterance.text);
    id.append(utterance.id);
    labels.push_back(nearest_in(survey.info.labels, utterance.label.value()));
    for (size_t k = 0; k < columns.size(); ++k)
      columns[k].push_back(nearest_in(survey.info.columns[k].range, utterance.columns.at(k)));
    const PerModality<Kept> kept = kept_rows(split[i].facts, survey.info, options.lengths);
    for (const Modality m : kRowStreams) {
      const int64_t width = survey.info.streams[m].width;
      const auto rows =
          std::span(utterance.streams[m].values)
              .subspan(static_cast<size_t>(kept[m].begin * width), static_cast<size_t>(kept[m].count * width));
      make_finite(rows, options.non_finite);
      stores[m]->append(rows);
      offsets[m].push_back(offsets[m].back() + kept[m].count);
    }
  }

  NamedArrays arrays;
  text.finish("text", arrays);
  id.finish("id", arrays);
  arrays.arrays.emplace_back("labels", make_array(labels, {static_cast<int64_t>(labels.size())}));
  for (size_t k = 0; k < columns.size(); ++k)
    arrays.arrays.emplace_back("labels." + survey.info.columns[k].name,
                               make_array(columns[k], {static_cast<int64_t>(columns[k].size())}));
  for (const Modality m : kRowStreams) {
    const int64_t width = survey.info.streams[m].width;
    if (width == 0) continue;
    arrays.arrays.emplace_back(word(m) + ".values", stores[m]->finish(width));
    arrays.arrays.emplace_back(word(m) + ".offsets", make_array(offsets[m], {static_cast<int64_t>(offsets[m].size())}));
  }
  return arrays;
}

fs::path without_slash(const fs::path& folder) {
  const fs::path plain = folder.lexically_normal();
  return plain.has_filename() ? plain : plain.parent_path();
}

StatedRanges ranges_of(const ImportOptions& options) {
  return StatedRanges::of(options.label_range, options.out_of_range == OutOfRange::clamp);
}

DatasetInfo described(const Source& source, const Survey& survey, const ImportOptions& options) {
  DatasetInfo info = survey.info;
  if (!options.name.empty()) info.name = options.name;
  if (info.name.empty()) info.name = without_slash(info.source).stem().string();
  info.source_sha256 = source_hash(source);
  info.lengths = word(options.lengths);
  info.non_finite = word(options.non_finite);
  info.counts = survey.to_json();
  note_rules(survey, options, info);
  return info;
}

}  // namespace

void ImportOptions::list(Options& o) {
  o.choice("lengths", lengths,
           {{"trimmed", LengthRule::trimmed},
            {"zero_rows_counted", LengthRule::zero_rows_counted},
            {"as_stored", LengthRule::as_stored}},
           {.meaning = "which rows of padded streams are taken", .source = "published MMIM: zero_rows_counted"});
  o.choice("non_finite", non_finite, {{"zero", NonFinite::zero}, {"finite-max", NonFinite::finite_max}},
           {.meaning = "what becomes of NaN and infinities", .source = "published MMIM and MISA: finite-max"});
  o.choice("out_of_range", out_of_range, {{"refuse", OutOfRange::refuse}, {"clamp", OutOfRange::clamp}},
           {.meaning = "what becomes of labels outside of the range: refused, or clamped to the nearer end",
            .source = "MOSEI as published has labels above 3"});
  o.add("label_range", label_range,
        {.meaning = "what labels can be: LOW,HIGH of the data set's own, NAME=LOW,HIGH of further ones; none: as found",
         .source = "MOSI, MOSEI: -3,3; CH-SIMS: -1,1"});
  o.add("name", name, {.meaning = "name of the data set in tables; empty: as the source has it"});
}

Dataset import_dataset(const Source& source, const ImportOptions& options, const fs::path& folder) {
  const fs::path target = without_slash(folder);
  expect_own_folder(target, FolderKind::dataset);
  const Survey facts = survey(source, ranges_of(options));
  check_rules(facts, options);
  PartFolder part(target);
  DatasetInfo info = described(source, facts, options);
  std::array<NamedArrays, 3> written;
  std::array<int64_t, 3> sizes{};
  for (const SplitName split : kSplits) {
    const auto file = part.path() / file_of(split);
    write_safetensors(file, build(source, split, facts, options, part.path()));
    written[static_cast<size_t>(split)] = read_safetensors(file);
    sizes[static_cast<size_t>(split)] = static_cast<int64_t>(facts.split(split).size());
  }
  info.fingerprint = fingerprint_of({&written[0], &written[1], &written[2]});
  write_json(part.path() / "dataset.json", dataset_json(info, sizes));
  part.commit();
  return Dataset::open(target);
}

Dataset assemble(const Source& source, const ImportOptions& options) {
  const Survey facts = survey(source, ranges_of(options));
  check_rules(facts, options);
  Dataset dataset{.info = described(source, facts, options)};
  for (const SplitName split : kSplits) {
    NamedArrays arrays = build(source, split, facts, options, {});
    std::sort(arrays.arrays.begin(), arrays.arrays.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    dataset.splits[static_cast<size_t>(split)] = Split(std::move(arrays), dataset.info, "in memory: " + word(split));
  }
  dataset.info.fingerprint =
      fingerprint_of({&dataset.splits[0].arrays(), &dataset.splits[1].arrays(), &dataset.splits[2].arrays()});
  return dataset;
}

}  // namespace mmim

#include <cstring>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/folds.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/file_words.h"
#include "formats/hdf5/file.h"
#include "formats/npy.h"
#include "formats/pickle.h"
#include "formats/plain_file.h"
#include "formats/safetensors.h"
#include "formats/torch_file.h"
#include "formats/tree_file.h"
#include "formats/zip_archive.h"
#include "fuzz/targets.h"
#include "fuzz/zip_of.h"
#include "support/packed.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// Looks at every value of a tree as layouts and weights do.
void visit(const Value& value, int depth = 0) {
  value.say();
  if (const Array* array = value.array()) array->to_floats();
  if (depth > 8) return;
  if (const Dict* dictionary = value.dict())
    for (const auto& [key, item] : dictionary->items) visit(item, depth + 1);
  if (value.array() || value.text()) return;
  const int64_t size = std::min<int64_t>(size_of(value), 100);
  for (int64_t i = 0; i < size; ++i) visit(item_of(value, i), depth + 1);
}

void read_any_tree(const fs::path& path) { visit(read_tree(path)); }
void read_one_pickle(const fs::path& path) { visit(read_pickle(path)); }
void read_torch(const fs::path& path) { visit(read_torch_file(path)); }
void read_numbers(const fs::path& path) { read_npy(path).to_floats(); }
void read_tensors(const fs::path& path) {
  for (const auto& [name, array] : read_safetensors(path).arrays) array.to_floats();
}
void read_archive(const fs::path& path) {
  const std::string bytes = read_file(path);
  ZipArchive archive(std::as_bytes(std::span(bytes)), path.string());
  for (const std::string& name : archive.files()) archive.read(name);
}
void read_either_table(const fs::path& path) {
  say_kind(MappedFile(path).bytes());
  read_tsv(path);
  for (const auto& row : read_csv(path).rows) csv_line(row);
}

void read_group(const Hdf5File& file, const std::string& group, int depth) {
  for (const std::string& name : file.children(group)) {
    const std::string path = group == "/" ? "/" + name : group + "/" + name;
    try {
      visit(file.read(path));
    } catch (const DataError&) {
      try {
        if (depth < 4) read_group(file, path, depth + 1);
      } catch (const DataError&) {  // neither a dataset nor a group: the rest is read all the same
      }
    }
  }
}

std::string safetensors_sample() {
  const fs::path path = fs::temp_directory_path() / ("mmim_seed_" + std::to_string(::getpid()) + ".safetensors");
  write_safetensors(path, {{{"a.values", make_array<float>({1, 2, 3, 4, 5, 6}, {2, 3})},
                            {"b.ids", make_array<int64_t>({7, 8}, {2})},
                            {"c.none", make_array<float>({}, {0, 4})}},
                           {{"format", "pt"}}});
  std::string bytes = read_file(path);
  fs::remove(path);
  return bytes;
}

/// A header of safetensors with its length before it and the data of the sample behind it.
std::string with_length(const std::string& header) {
  const uint64_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), 8) + header + std::string(40, '\1');
}

void add_pickles(std::vector<FuzzTarget>& targets) {
  for (const char* name :
       {"protocol0", "protocol1", "protocol2", "protocol3", "protocol4", "protocol5", "python2_protocol0",
        "python2_protocol2", "objects0", "objects2", "objects4", "objects5", "tensors"})
    targets.push_back(target_of({.name = std::string("pickle/") + name,
                                 .seed = test_file(std::string("formats/fixtures/") + name + ".pkl"),
                                 .read = read_one_pickle}));
  for (const char* name : {"protocol0.pkl", "protocol4.pkl", "tree.npy", "old_tensors.bin", "splits.npz"})
    targets.push_back(target_of({.name = std::string("tree/") + name,
                                 .seed = test_file(std::string("formats/fixtures/") + name),
                                 .read = read_any_tree}));
}

/// One entry of an archive is damaged and packed again.
void add_archives(std::vector<FuzzTarget>& targets) {
  for (const char* name : {"splits.npz", "linear.bin", "tensors.bin"}) {
    const ZipEntries entries = unzipped(test_file(std::string("formats/fixtures/") + name));
    for (size_t i = 0; i < std::min<size_t>(entries.size(), 2); ++i) {
      const auto wrap = [entries, i](const std::string& damaged) {
        ZipEntries changed = entries;
        changed[i].second = damaged;
        return zipped_bytes(changed);
      };
      targets.push_back(target_of({.name = std::string("within/") + name + "/" + std::to_string(i),
                                   .seed = entries[i].second,
                                   .read = read_any_tree,
                                   .wrap = wrap}));
    }
  }
  targets.push_back(target_of({.name = "zip", .seed = test_file("formats/fixtures/splits.npz"), .read = read_archive}));
}

void add_numbers(std::vector<FuzzTarget>& targets) {
  for (const char* name : {"f4", "big", "fortran", "bool", "version2", "version3", "scalar", "text"})
    targets.push_back(target_of({.name = std::string("npy/") + name,
                                 .seed = test_file(std::string("formats/fixtures/") + name + ".npy"),
                                 .read = read_numbers}));
  for (const char* name : {"tensors", "by_hand", "linear", "old", "old_tensors"})
    targets.push_back(target_of({.name = std::string("torch/") + name,
                                 .seed = test_file(std::string("formats/fixtures/") + name + ".bin"),
                                 .read = read_torch}));
  const std::string tensors = safetensors_sample();
  uint64_t length = 0;
  std::memcpy(&length, tensors.data(), 8);
  targets.push_back(target_of({.name = "safetensors", .seed = tensors, .read = read_tensors}));
  targets.push_back(target_of({.name = "safetensors/header",
                               .seed = tensors.substr(8, length),
                               .form = Form::json,
                               .read = read_tensors,
                               .wrap = with_length}));
}

/// Damage before and behind the packing.
void add_packed(std::vector<FuzzTarget>& targets) {
  const std::string plain = test_file("formats/fixtures/protocol4.pkl");
  targets.push_back(
      target_of({.name = "gzip", .seed = gzipped(plain), .read = [](const auto& path) { plain_text(path); }}));
  targets.push_back(
      target_of({.name = "xz", .seed = in_xz(plain), .read = [](const auto& path) { plain_text(path); }}));
  targets.push_back(target_of({.name = "gzip/within", .seed = plain, .read = read_any_tree, .wrap = gzipped}));
  targets.push_back(target_of({.name = "xz/within", .seed = plain, .read = read_any_tree, .wrap = in_xz}));
}

std::string in_utf16(const std::string& text, bool big) {
  std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : text) bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
  return bytes;
}

void add_tables(std::vector<FuzzTarget>& targets) {
  const std::string table =
      "video_id,clip_id,text,label\nv1,1,\"one, two\",0.5\nv1,2,\"a \"\"b\"\"\nc\",-1\nv2,3,plain,2\n";
  const std::string tabs = "id\ttext\tlabel\nv1_1\tso \"good\"\t1.5\nv1_2\tbad\t-2\n";
  const std::string chinese = "video_id;clip_id;text\nv;1;\xCE\xD2\xC3\xC7\xB5\xC4\xB5\xE7\xD3\xB0\xBA\xDC\xBA\xC3\n";
  const std::string western = "id|text\nv_1|caf\xE9 cr\xE8me\nv_2|na\xEFve\n";
  for (const auto& [name, seed] :
       std::vector<std::pair<std::string, std::string>>{{"commas", table},
                                                        {"tabs", tabs},
                                                        {"utf8_mark", "\xEF\xBB\xBF" + table},
                                                        {"utf16le", in_utf16(table, false)},
                                                        {"utf16be", in_utf16(tabs, true)},
                                                        {"gb18030", chinese},
                                                        {"windows1252", western}})
    targets.push_back(
        target_of({.name = "table/" + name, .seed = seed, .form = Form::text, .read = read_either_table}));
  targets.push_back(target_of(
      {.name = "table/packed", .seed = table, .form = Form::text, .read = read_either_table, .wrap = gzipped}));
  const std::string python =
      "# of the SDK: cmu_mosi_std_folds.py\nstandard_train_fold = ['2iD-tVS8NPw', '8d-gEyoeBzc',\n    "
      "'Ci-AH39fi3Y']\n\n"
      "standard_valid_fold=['8qrpnFRGt2A', 'Njd1F0vZSm4']\nstandard_test_fold=[\"7JsX8y1ysxY\", \"_dI--eQ6qVU\"]\n";
  for (const auto& [name, seed] :
       {std::pair("python", python), std::pair("json", test_file("corpus/fixtures/csd/folds.json"))})
    targets.push_back(target_of(
        {.name = std::string("folds/") + name, .seed = seed, .form = Form::text, .read = [](const fs::path& path) {
           read_folds(path);
         }}));
}

void add_settings(std::vector<FuzzTarget>& targets) {
  const auto toml = [](const fs::path& path) { to_toml(read_toml(path)); };
  for (const char* name : {"demo.toml", "mosi.toml", "table2_mosi.toml"})
    targets.push_back(target_of({.name = std::string("toml/") + name,
                                 .seed = test_file(std::string("../configs/") + name),
                                 .form = Form::text,
                                 .read = toml}));
  targets.push_back(
      target_of({.name = "json",
                 .seed = R"({"id": "clip 7", "text": "gr\u00e9at \ud83d\ude00", "visual": [[0.5, -1e-3]]})",
                 .form = Form::json,
                 .read = [](const fs::path& path) { read_json(path).dump(); }}));
}

}  // namespace

void add_format_targets(std::vector<FuzzTarget>& targets) {
  add_pickles(targets);
  add_archives(targets);
  add_numbers(targets);
  add_packed(targets);
  add_tables(targets);
  add_settings(targets);
  for (const char* name : {"csd/Labels.csd", "seq20/x_unimodal_v_train.h5"})
    targets.push_back(target_of({.name = std::string("hdf5/") + name,
                                 .seed = test_file(std::string("corpus/fixtures/") + name),
                                 .read = [](const fs::path& path) { read_group(Hdf5File(path), "/", 0); }}));
}

}  // namespace mmim

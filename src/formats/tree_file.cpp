#include "formats/tree_file.h"

#include <algorithm>

#include "core/error.h"
#include "formats/file_words.h"
#include "formats/npy.h"
#include "formats/pickle.h"
#include "formats/plain_file.h"
#include "formats/torch_file.h"
#include "formats/zip_archive.h"

namespace mmim {

namespace {

constexpr const char* kWanted = "a pickle of Python or a file of torch.save";

struct Piece {
  std::span<const std::byte> bytes;
  std::string where;
  std::shared_ptr<const void> owner;
};

Piece entry_of(ZipArchive& archive, const std::string& name, const Piece& outer) {
  const auto bytes = std::make_shared<const std::vector<std::byte>>(archive.read(name));
  return {*bytes, outer.where + ": entry " + name, bytes};
}

/// What several calls of pickle.dump wrote is not cut to the first.
Value one_pickle(const Piece& piece) {
  size_t end = 0;
  Value value = read_leading_pickle(piece.bytes, end, piece.where, piece.owner, {});
  if (end < piece.bytes.size() && kind_of(piece.bytes.subspan(end)) == FileKind::pickle)
    throw DataError(piece.where + ": holds several pickles one after the other, the second from byte " +
                    std::to_string(end) + " on; in Python, load each and pickle.dump one dictionary of them");
  return value;
}

Value array_of(const Piece& piece) {
  Value value = read_npy(piece.bytes, piece.where, piece.owner);
  if (value.array() || value.objects())
    throw DataError(
        piece.where + ": is one array of numpy.save, " + value.say() +
        "; a data set has ids, texts, labels and streams of each split. Features of your own are read from "
        "visual/ID.npy and acoustic/ID.npy beside a table (CSV) of id, text, label and split: name the table");
  return value;
}

/// A dictionary of the arrays. Those of one split alone are none of a data set.
Value arrays_of(ZipArchive& archive, const Piece& piece) {
  auto dict = std::make_shared<Dict>();
  bool nested = false;
  for (const std::string& name : archive.files()) {
    const Piece entry = entry_of(archive, name, piece);
    const Value value = read_npy(entry.bytes, entry.where, entry.owner);
    nested = nested || value.dict() || value.list();
    dict->items.emplace_back(Value{name.substr(0, name.size() - 4)}, value);
  }
  if (nested) return {std::shared_ptr<const Dict>(dict)};
  throw DataError(piece.where + ": " + say_kind(piece.bytes) +
                  ", as of one split; a data set is a dictionary of splits: in Python, pickle.dump({\"train\": "
                  "dict(numpy.load(\"train.npz\", allow_pickle=True)), \"valid\": ..., \"test\": ...}, file)");
}

Value tree_of(const Piece& piece, bool in_archive);

Value tree_in_zip(const Piece& piece, bool in_archive) {
  ZipArchive archive(piece.bytes, piece.where);
  const std::vector<std::string> files = archive.files();
  if (files.size() == 1 && !in_archive && !files[0].ends_with(".npy"))
    return tree_of(entry_of(archive, files[0], piece), true);
  const auto is_torch = [](const std::string& name) { return name == "data.pkl" || name.ends_with("/data.pkl"); };
  if (std::any_of(files.begin(), files.end(), is_torch)) return read_torch_archive(piece.bytes, piece.where);
  const auto is_npy = [](const std::string& name) { return name.ends_with(".npy"); };
  if (!files.empty() && std::all_of(files.begin(), files.end(), is_npy)) return arrays_of(archive, piece);
  refuse_kind(piece.bytes, piece.where, kWanted);
}

Value tree_of(const Piece& piece, bool in_archive) {
  switch (kind_of(piece.bytes)) {
    case FileKind::pickle:
      return one_pickle(piece);
    case FileKind::old_torch:
      return read_old_torch(piece.bytes, piece.where, piece.owner);
    case FileKind::npy:
      return array_of(piece);
    case FileKind::zip:
      return tree_in_zip(piece, in_archive);
    default:
      refuse_kind(piece.bytes, piece.where, kWanted);
  }
}

}  // namespace

Value read_tree(const std::filesystem::path& path) {
  const PlainFile file(path);
  return tree_of({file.bytes(), path.string(), file.owner()}, false);
}

}  // namespace mmim

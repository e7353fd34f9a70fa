#include "formats/file_words.h"

#include <algorithm>
#include <string_view>

#include "core/error.h"
#include "formats/plain_file.h"
#include "formats/unicode.h"
#include "formats/zip_archive.h"

namespace mmim {

namespace {

std::string size_in_words(size_t bytes) {
  if (bytes < 10'000) return std::to_string(bytes) + " bytes";
  return bytes < 10'000'000 ? std::to_string(bytes / 1000) + " kB" : std::to_string(bytes / 1'000'000) + " MB";
}

constexpr size_t kLookedAt = 4096;  // bytes

/// Of as many bytes as are looked at; the last character may be cut.
bool is_utf8(std::string_view text) {
  const std::string_view begin = text.substr(0, kLookedAt);
  const size_t from = not_utf8_from(begin);
  return from == text.npos || (begin.size() < text.size() && from + 4 > begin.size());
}

/// The first words of a text, on one line.
std::string first_words(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text = text.substr(0, text.find_first_of("\r\n"));
  std::string words(text.substr(0, 48));
  for (char& c : words)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) c = '?';
  return words + (text.size() > 48 ? "..." : "");
}

std::string say_zip(std::span<const std::byte> bytes) {
  std::vector<std::string> files;
  try {
    files = ZipArchive(bytes, "").files();
  } catch (const DataError&) {
    return "is a zip archive that is cut short or damaged; fetch it again";
  }
  const auto any = [&](auto wanted) { return std::any_of(files.begin(), files.end(), wanted); };
  if (any([](const std::string& name) { return name == "data.pkl" || name.ends_with("/data.pkl"); }))
    return "is a file of torch.save (a zip archive with data.pkl)";
  if (any([](const std::string& name) { return name == "[Content_Types].xml"; }))
    return "is a document of an office program (a zip archive); save it as CSV, UTF-8";
  const bool npz = !files.empty() && !any([](const std::string& name) { return !name.ends_with(".npy"); });
  const size_t count = files.size();
  std::string listed;
  for (size_t i = 0; i < std::min<size_t>(count, 4); ++i)
    listed += (i ? ", " : "") + (npz ? files[i].substr(0, files[i].size() - 4) : files[i]);
  if (count > 4) listed += ", ...";
  if (npz) return "is an .npz archive of numpy.savez with the arrays " + listed;
  return "is a zip archive of " + std::to_string(count) + (count == 1 ? " file (" : " files (") + listed +
         "); unpack it with `unzip` and name what comes out";
}

std::string packed_with(const char* format, const char* command) {
  return std::string("is packed with ") + format + "; unpack it with `" + command + "` and name what comes out";
}

}  // namespace

std::string say_kind(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  switch (kind_of(bytes)) {
    case FileKind::empty:
      return "is empty (0 bytes); a download or a copy ended before it began";
    case FileKind::gzip:
      return packed_with("gzip", "gunzip");
    case FileKind::xz:
      return packed_with("xz", "unxz");
    case FileKind::bzip2:
      return packed_with("bzip2", "bunzip2");
    case FileKind::zstd:
      return packed_with("zstd", "unzstd");
    case FileKind::lz4:
      return packed_with("lz4", "unlz4");
    case FileKind::unix_compress:
      return packed_with("compress", "uncompress");
    case FileKind::zlib:
      return "is packed with zlib, as joblib.dump(..., compress=3) does; in Python, "
             "pickle.dump(joblib.load(...), file) writes a pickle";
    case FileKind::seven_zip:
      return "is a 7z archive; unpack it with `7z x` and name what comes out";
    case FileKind::rar:
      return "is a RAR archive; unpack it with `unrar x` and name what comes out";
    case FileKind::zip:
      return say_zip(bytes);
    case FileKind::tar:
      return "is a tar archive; unpack it with `tar xf` and name the folder that comes out";
    case FileKind::hdf5:
      return "is an HDF5 file (.csd, .h5 or a model of Keras); data sets of HDF5 are folders of such files";
    case FileKind::npy:
      return "is one array of numpy.save (.npy)";
    case FileKind::safetensors:
      return "is a safetensors file";
    case FileKind::pickle:
      return "is a pickle of Python";
    case FileKind::newer_pickle:
      return "is no pickle of a known protocol: it states protocol " +
             std::to_string(static_cast<unsigned char>(text[1])) +
             ", 5 is the newest that is read; pickle.dump(value, file, protocol=5) writes one";
    case FileKind::old_torch:
      return "is a file of torch.save from before torch 1.6";
    case FileKind::lfs_pointer:
      return "is a Git LFS pointer, " + size_in_words(bytes.size()) +
             " of text in the place of the file; `git lfs pull` in its repository brings the file";
    case FileKind::html:
      return "is an HTML page in the place of the file, as a host shows for a warning or an error; open it in a "
             "browser to see why, and fetch the file again";
    case FileKind::xml:
      return "is XML text, perhaps the error of a file host; fetch the file again";
    case FileKind::json:
      return "is JSON text (it begins `" + first_words(text) + "`)";
    case FileKind::pdf:
      return "is a PDF document";
    case FileKind::image:
      return "is an image";
    case FileKind::media:
      return "is a sound or video file; `mmim extract` makes features of clips, and `mmim predict MODEL CLIP` scores "
             "one";
    case FileKind::parquet:
      return "is a Parquet table; in Python, pandas.read_parquet(...).to_csv(...) writes a CSV";
    case FileKind::arrow:
      return "is an Arrow or Feather table; in Python, pandas.read_feather(...).to_csv(...) writes a CSV";
    case FileKind::matlab:
      return "is a MATLAB .mat file; in Python, scipy.io.loadmat or h5py reads it, and pickle.dump writes its arrays";
    case FileKind::sqlite:
      return "is an SQLite database";
    case FileKind::program:
      return "is a program or a library";
    case FileKind::utf16:
      return "is UTF-16 text and no data file; save text as UTF-8";
    case FileKind::text:
      return std::string("is text") + (is_utf8(text) ? "" : ", not UTF-8,") + " and no data file (it begins `" +
             first_words(text) + "`)";
    case FileKind::unknown:
      break;
  }
  return "is of no known kind (" + size_in_words(bytes.size()) + " that begin as no known format does)";
}

void refuse_kind(std::span<const std::byte> bytes, const std::string& where, const std::string& wanted) {
  throw DataError(where + ": " + say_kind(bytes) + "; " + wanted + " was expected");
}

void expect_text(const std::filesystem::path& path, const std::string& wanted) {
  if (!std::filesystem::is_regular_file(path)) return;
  const PlainFile file(path);
  switch (kind_of(file.bytes())) {
    case FileKind::text:
    case FileKind::json:
    case FileKind::pickle:  // an unmarked one begins as a text may
    case FileKind::zlib:
    case FileKind::xml:
    case FileKind::unknown:
      return;
    default:
      refuse_kind(file.bytes(), path.string(), wanted);
  }
}

bool may_be_table(std::span<const std::byte> bytes) {
  switch (kind_of(bytes)) {
    case FileKind::text:
    case FileKind::utf16:
    case FileKind::json:
    case FileKind::xml:
    case FileKind::unknown:
      return true;
    case FileKind::pickle:  // of protocol 0 or 1, which begin as `ID,text` above `p1,...` does
      return bytes[0] != std::byte{0x80};
    default:
      return false;
  }
}

}  // namespace mmim

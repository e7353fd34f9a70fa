#include "formats/zip_archive.h"

#include <zip.h>

#include "core/error.h"

namespace mmim {

ZipArchive::ZipArchive(std::span<const std::byte> bytes, std::string where)
    : where_(std::move(where)), left_((uint64_t{256} << 20) + 64 * bytes.size()) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  archive_ = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  const std::string why = archive_ ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive_) return;
  if (source) zip_source_free(source);
  throw DataError(where_ + ": the zip archive is damaged or cut short (" + why + ")");
}

ZipArchive::~ZipArchive() { zip_discard(archive_); }

std::vector<std::string> ZipArchive::files() const {
  std::vector<std::string> names;
  const zip_int64_t count = zip_get_num_entries(archive_, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* text = zip_get_name(archive_, static_cast<zip_uint64_t>(i), 0);
    const std::string name = text ? text : "";
    if (name.empty() || name.ends_with('/') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store")) continue;
    names.push_back(name);
  }
  return names;
}

bool ZipArchive::contains(const std::string& name) const { return zip_name_locate(archive_, name.c_str(), 0) >= 0; }

std::vector<std::byte> ZipArchive::read(const std::string& name) {
  const auto fail = [&](const std::string& why) { throw DataError(where_ + ": entry " + name + ": " + why); };
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat(archive_, name.c_str(), 0, &status) != 0) fail("is missing");
  if (!(status.valid & ZIP_STAT_SIZE)) fail("does not state its size");
  if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) && status.encryption_method != ZIP_EM_NONE)
    fail("is encrypted; unpack the archive with its password");
  if (status.size > left_) fail("unpacks to far more bytes than the archive holds");
  left_ -= status.size;

  zip_file_t* file = zip_fopen_index(archive_, status.index, 0);
  if (!file) fail("cannot be opened (" + std::string(zip_strerror(archive_)) + ")");
  std::vector<std::byte> bytes;
  constexpr uint64_t kPiece = uint64_t{1} << 24;  // grows with what arrives, not with what is announced
  bool whole = true;
  while (whole && bytes.size() < status.size) {
    const size_t before = bytes.size(), piece = std::min(status.size - before, kPiece);
    bytes.resize(before + piece);
    whole = zip_fread(file, bytes.data() + before, piece) == static_cast<zip_int64_t>(piece);
  }
  std::byte more{};
  whole = whole && zip_fread(file, &more, 1) == 0;  // checks the CRC
  zip_fclose(file);
  if (!whole) fail("is damaged or cut short");
  return bytes;
}

}  // namespace mmim

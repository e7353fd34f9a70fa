#pragma once
#include <zip.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace mmim {

/// The entries of a zip archive by name, or an archive made of such: what is damaged inside has a right checksum.
using ZipEntries = std::vector<std::pair<std::string, std::string>>;

inline ZipEntries unzipped(const std::string& archive) {
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (!zip) throw std::runtime_error("no zip archive");
  ZipEntries entries;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    zip_stat_t facts;
    zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &facts);
    std::string bytes(facts.size, '\0');
    zip_file_t* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
    zip_fread(file, bytes.data(), bytes.size());
    zip_fclose(file);
    entries.emplace_back(facts.name, std::move(bytes));
  }
  zip_close(zip);
  return entries;
}

inline std::string zipped_bytes(const ZipEntries& entries) {
  zip_error_t error;
  zip_source_t* archive = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(archive);
  zip_t* zip = zip_open_from_source(archive, ZIP_TRUNCATE, &error);
  for (const auto& [name, bytes] : entries) {
    const zip_int64_t at = zip_file_add(zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), 0);
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0);
  }
  if (zip_close(zip) != 0) throw std::runtime_error("no zip archive");
  zip_source_open(archive);
  zip_source_seek(archive, 0, SEEK_END);
  std::string packed(static_cast<size_t>(zip_source_tell(archive)), '\0');
  zip_source_seek(archive, 0, SEEK_SET);
  zip_source_read(archive, packed.data(), packed.size());
  zip_source_close(archive);
  zip_source_free(archive);
  return packed;
}

}  // namespace mmim

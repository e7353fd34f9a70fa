#pragma once
#include <cstddef>
#include <span>

namespace mmim {

enum class FileKind {
  empty,
  gzip,
  xz,
  bzip2,
  zstd,
  lz4,
  unix_compress,
  zlib,
  seven_zip,
  rar,
  zip,
  tar,
  hdf5,
  npy,
  safetensors,
  pickle,
  newer_pickle,
  old_torch,
  lfs_pointer,
  html,
  xml,
  json,
  pdf,
  image,
  media,
  parquet,
  arrow,
  matlab,
  sqlite,
  program,
  utf16,
  text,
  unknown
};

/// What a file is by its first bytes, whatever its name. A pickle of protocol 0 or 1 has no mark: what begins as one
/// does and is no other kind counts as one.
FileKind kind_of(std::span<const std::byte> bytes);

}  // namespace mmim

#include "corpus/fingerprint.h"

#include <algorithm>

#include "core/sha256.h"

namespace mmim {

std::string source_hash(const Source& source) {
  auto files = source.files();
  if (files.empty()) return "";
  if (files.size() == 1) return sha256_of_file(files[0]);
  std::sort(files.begin(), files.end());
  std::string listing;
  for (const auto& file : files) listing += sha256_of_file(file) + "  " + file.filename().string() + "\n";
  return sha256(std::as_bytes(std::span(listing)));
}

std::string recognised(const std::string& sha256) {
  struct Known {
    const char *hash, *name;
  };
  // the table of the MMSA README
  static constexpr Known kKnown[] = {
      {"78e0f8b5ef8ff71558e7307848fc1fa929ecb078203f565ab22b9daab2e02524",
       "MOSI unaligned_50.pkl as published by MMSA"},
      {"d3994fd25681f9c7ad6e9c6596a6fe9b4beb85ff7d478ba978b124139002e5f9", "MOSI aligned_50.pkl as published by MMSA"},
      {"ad8b23d50557045e7d47959ce6c5b955d8d983f2979c7d9b7b9226f6dd6fec1f",
       "MOSEI unaligned_50.pkl as published by MMSA"},
      {"45eccfb748a87c80ecab9bfac29582e7b1466bf6605ff29d3b338a75120bf791",
       "MOSEI aligned_50.pkl as published by MMSA"}};
  for (const Known& known : kKnown)
    if (sha256 == known.hash) return known.name;
  return "";
}

}  // namespace mmim

#include "formats/plain_file.h"

#include "core/files.h"
#include "core/nameless_file.h"
#include "formats/file_kind.h"
#include "formats/unpack.h"

namespace mmim {
namespace fs = std::filesystem;

struct PlainFile::Content {
  std::unique_ptr<NamelessFile> nameless;
  std::unique_ptr<MappedFile> mapped;
};

PlainFile::PlainFile(const fs::path& path, UnpackBound bound) {
  const auto content = std::make_shared<Content>();
  content->mapped = std::make_unique<MappedFile>(path);
  const auto packed = content->mapped->bytes();
  const FileKind kind = kind_of(packed);
  if (kind == FileKind::gzip || kind == FileKind::xz) {
    content->nameless = std::make_unique<NamelessFile>(path.string());
    const uint64_t most = bound.base + bound.times * packed.size();
    unpack(packed, kind, most, path.string(),
           [&](std::span<const std::byte> piece) { content->nameless->write(piece); });
    content->mapped = std::make_unique<MappedFile>(content->nameless->path());
  }
  content_ = content;
}

std::span<const std::byte> PlainFile::bytes() const { return content_->mapped->bytes(); }
bool PlainFile::unpacked() const { return content_->nameless != nullptr; }

std::string plain_text(const fs::path& path) {
  const PlainFile file(path);
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

fs::path plain_name(const fs::path& path) {
  return path.extension() == ".gz" || path.extension() == ".xz" ? fs::path(path).replace_extension() : path;
}

fs::path name_as_it_lies(const fs::path& path) {
  std::error_code code;
  if (fs::exists(path, code)) return path;
  for (const char* ending : {".gz", ".xz"})
    if (fs::path packed = path.string() + ending; fs::exists(packed, code)) return packed;
  return path;
}

}  // namespace mmim

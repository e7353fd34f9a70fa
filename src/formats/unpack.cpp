#include "formats/unpack.h"

#include <lzma.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "core/error.h"

namespace mmim {

namespace {

constexpr size_t kPiece = size_t{1} << 20;
constexpr uint64_t kMostXzMemory = uint64_t{1} << 30;

/// Counts what comes out and hands it on.
class Outlet {
 public:
  Outlet(const std::string& where, const char* format, uint64_t most,
         const std::function<void(std::span<const std::byte>)>& take)
      : buffer_(kPiece), where_(where), format_(format), most_(most), take_(take) {}

  uint8_t* data() { return reinterpret_cast<uint8_t*>(buffer_.data()); }
  void hand_on(size_t count) {
    total_ += count;
    if (total_ > most_)
      throw DataError(where_ + ": unpacks to more than " + std::to_string(most_ >> 20) + " MiB, far more than " +
                      format_ +
                      " data of this size hold; where that is right, unpack it yourself and name what comes out");
    take_(std::span(buffer_).first(count));
  }
  [[noreturn]] void damaged() const { throw DataError(where_ + ": the " + format_ + " data are damaged"); }
  [[noreturn]] void cut_short() const {
    throw DataError(where_ + ": the " + format_ + " data are cut short after " + std::to_string(total_) +
                    " unpacked bytes; fetch the file again");
  }

 private:
  std::vector<std::byte> buffer_;
  const std::string& where_;
  const char* format_;
  uint64_t total_ = 0, most_;
  const std::function<void(std::span<const std::byte>)>& take_;
};

const uint8_t* bytes_at(std::span<const std::byte> bytes) { return reinterpret_cast<const uint8_t*>(bytes.data()); }

class GzipStream {
 public:
  GzipStream() : ready(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK) {}
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  ~GzipStream() { inflateEnd(&stream); }
  z_stream stream{};
  bool ready;
};

/// Whether another member begins at `rest`; gzip ignores what else follows a member.
bool is_gzip(std::span<const std::byte> rest) { return kind_of(rest) == FileKind::gzip; }

void unpack_gzip(std::span<const std::byte> packed, Outlet& outlet) {
  GzipStream gzip;
  if (!gzip.ready) outlet.damaged();
  z_stream& stream = gzip.stream;
  while (true) {
    const size_t given = std::min(packed.size(), size_t{1} << 30);
    stream.next_in = const_cast<Bytef*>(bytes_at(packed));
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = outlet.data();
    stream.avail_out = kPiece;
    const int result = inflate(&stream, Z_NO_FLUSH);
    packed = packed.subspan(given - stream.avail_in);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) outlet.damaged();
    const size_t count = kPiece - stream.avail_out;
    outlet.hand_on(count);
    if (result == Z_STREAM_END) {
      if (!is_gzip(packed)) return;
      inflateReset(&stream);
    } else if (count == 0 && packed.empty()) {
      outlet.cut_short();
    }
  }
}

class XzStream {
 public:
  XzStream() : ready(lzma_stream_decoder(&stream, kMostXzMemory, LZMA_CONCATENATED) == LZMA_OK) {}
  XzStream(const XzStream&) = delete;
  XzStream& operator=(const XzStream&) = delete;
  ~XzStream() { lzma_end(&stream); }
  lzma_stream stream = LZMA_STREAM_INIT;
  bool ready;
};

void unpack_xz(std::span<const std::byte> packed, Outlet& outlet) {
  XzStream xz;
  if (!xz.ready) outlet.damaged();
  lzma_stream& stream = xz.stream;
  stream.next_in = bytes_at(packed);
  stream.avail_in = packed.size();
  while (true) {
    stream.next_out = outlet.data();
    stream.avail_out = kPiece;
    const lzma_ret result = lzma_code(&stream, LZMA_FINISH);
    outlet.hand_on(kPiece - stream.avail_out);
    if (result == LZMA_STREAM_END) return;
    if (result == LZMA_BUF_ERROR) outlet.cut_short();
    if (result != LZMA_OK) outlet.damaged();
  }
}

}  // namespace

void unpack(std::span<const std::byte> packed, FileKind kind, uint64_t most, const std::string& where,
            const std::function<void(std::span<const std::byte>)>& take) {
  Outlet outlet(where, kind == FileKind::xz ? "xz" : "gzip", most, take);
  if (kind == FileKind::xz) return unpack_xz(packed, outlet);
  unpack_gzip(packed, outlet);
}

std::vector<std::byte> unpacked_begin(std::span<const std::byte> packed, FileKind kind) {
  std::vector<std::byte> begin(kPiece);
  size_t left = kPiece;
  const auto out = reinterpret_cast<uint8_t*>(begin.data());
  if (XzStream xz; kind == FileKind::xz && xz.ready) {
    xz.stream.next_in = bytes_at(packed);
    xz.stream.avail_in = packed.size();
    xz.stream.next_out = out;
    xz.stream.avail_out = left;
    [[maybe_unused]] const lzma_ret result = lzma_code(&xz.stream, LZMA_RUN);  // what came out is what counts
    left = xz.stream.avail_out;
  }
  if (GzipStream gzip; kind == FileKind::gzip && gzip.ready) {
    gzip.stream.next_in = const_cast<Bytef*>(bytes_at(packed));
    gzip.stream.avail_in = static_cast<uInt>(std::min(packed.size(), size_t{1} << 30));
    gzip.stream.next_out = out;
    gzip.stream.avail_out = static_cast<uInt>(left);
    inflate(&gzip.stream, Z_SYNC_FLUSH);
    left = gzip.stream.avail_out;
  }
  begin.resize(kPiece - left);
  return begin;
}

}  // namespace mmim

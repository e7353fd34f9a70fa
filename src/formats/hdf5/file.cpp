#include "formats/hdf5/file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>

#include "core/error.h"
#include "core/process.h"
#include "formats/file_words.h"
#include "formats/hdf5/library.h"
#include "formats/hdf5/wire.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

constexpr int kLongestSilence = 120'000;  // milliseconds: a disk may be far away

/// Damaged files can send the library round in circles: a request may take 5 s of the processor, and a second for every
/// 4 MiB of the file.
void limit_seconds(size_t file_bytes) {
  constexpr rlim_t kSeconds = 5, kBytesASecond = rlim_t{4} << 20;
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  rlimit limit{};
  ::getrlimit(RLIMIT_CPU, &limit);
  limit.rlim_cur = std::min(spent + 1 + kSeconds + file_bytes / kBytesASecond, limit.rlim_max);
  ::setrlimit(RLIMIT_CPU, &limit);
}

enum Request : uint64_t { kChildren, kContains, kRead };
enum Outcome : uint64_t { kDone, kRefused };

bool send_all(int socket, const std::string& message) {
  const uint64_t size = message.size();
  std::string framed(reinterpret_cast<const char*>(&size), sizeof size);
  framed += message;
  for (size_t sent = 0; sent < framed.size();) {
    const ssize_t count = ::send(socket, framed.data() + sent, framed.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    sent += static_cast<size_t>(count);
  }
  return true;
}

/// False when the other end is gone, or silent for `patience` milliseconds (-1: for ever).
bool receive(int socket, char* to, size_t size, int patience) {
  while (size > 0) {
    pollfd waiting{socket, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, patience);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t count = ::recv(socket, to, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    to += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

bool receive_all(int socket, std::string& message, int patience) {
  uint64_t size = 0;
  if (!receive(socket, reinterpret_cast<char*>(&size), sizeof size, patience)) return false;
  constexpr size_t kPiece = size_t{1} << 24;  // grows with what arrives, not with what is announced
  message.clear();
  while (message.size() < size) {
    const size_t before = message.size(), piece = std::min<uint64_t>(size - before, kPiece);
    message.resize(before + piece);
    if (!receive(socket, message.data() + before, piece, patience)) return false;
  }
  return true;
}

/// What `act` packs, or the sentence with which it refuses.
template <class Act>
std::string outcome_of(Act act) {
  Packer packer;
  packer.number(kDone);
  try {
    act(packer);
    return packer.bytes();
  } catch (const std::exception& error) {
    Packer refusal;
    refusal.number(kRefused);
    refusal.text(error.what());
    return refusal.bytes();
  }
}

void answer(const Hdf5Library& library, Unpacker request, Packer& reply) {
  const uint64_t what = request.number();
  const std::string object(request.text());
  if (what == kRead) return reply.value(library.read(object));
  if (what == kContains) return reply.number(library.contains(object));
  const std::vector<std::string> names = library.children(object);
  reply.number(names.size());
  for (const std::string& name : names) reply.text(name);
}

/// The life of the reading process: it ends with its socket.
[[noreturn]] void serve(const PlainFile& file, const std::string& where, int socket) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
  const auto unpacked = file.unpacked() ? file.bytes() : std::span<const std::byte>();
  std::unique_ptr<Hdf5Library> library;
  limit_seconds(file.bytes().size());
  bool connected =
      send_all(socket, outcome_of([&](Packer&) { library = std::make_unique<Hdf5Library>(where, unpacked, where); }));
  std::string request;
  while (connected && library && receive_all(socket, request, -1)) {
    limit_seconds(file.bytes().size());
    connected = send_all(socket, outcome_of([&](Packer& reply) { answer(*library, Unpacker(request), reply); }));
  }
  ::_exit(0);
}

}  // namespace

struct Hdf5File::Impl {
  explicit Impl(const std::filesystem::path& file) : path(file.string()), plain(file) {
    const FileKind kind = kind_of(plain.bytes());
    if (kind != FileKind::hdf5 && kind != FileKind::matlab) refuse_kind(plain.bytes(), path, "an HDF5 file");
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      throw Error(path + ": no process to read it can be started (" + system_reason() + ")");
    socket = ends[0];
    reader.emplace([&] {
      ::close(ends[0]);
      serve(plain, path, ends[1]);
    });
    ::close(ends[1]);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    ::close(socket);
    reader->kill();
  }

  /// The packed reply without its outcome; DataError for a refusal and for a library that crashed or hangs.
  std::string_view reply(const std::string& object) {
    if (!receive_all(socket, message, kLongestSilence))
      throw DataError(path + (object.empty() ? "" : ": " + object) +
                      ": is damaged so that the HDF5 library fails on it");
    Unpacker unpacker(message);
    if (unpacker.number() == kDone) return std::string_view(message).substr(sizeof(uint64_t));
    throw DataError(std::string(unpacker.text()));
  }

  Unpacker ask(Request what, const std::string& object) {
    Packer request;
    request.number(what);
    request.text(object);
    send_all(socket, request.bytes());
    return Unpacker(reply(object));
  }

  std::string path, message;
  PlainFile plain;
  int socket = -1;
  std::optional<Child> reader;
};

Hdf5File::Hdf5File(const std::filesystem::path& path) : impl_(std::make_unique<Impl>(path)) { impl_->reply(""); }
Hdf5File::~Hdf5File() = default;

bool Hdf5File::contains(const std::string& object) const { return impl_->ask(kContains, object).number() == 1; }

std::vector<std::string> Hdf5File::children(const std::string& group) const {
  Unpacker reply = impl_->ask(kChildren, group);
  std::vector<std::string> names;
  for (uint64_t count = reply.number(); count > 0; --count) names.emplace_back(reply.text());
  return names;
}

Value Hdf5File::read(const std::string& dataset) const { return impl_->ask(kRead, dataset).value(); }

}  // namespace mmim

#include "cli/json_lines.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace mmim {

LineReader::LineReader(const std::string& path) : name_(path == "-" ? "standard input" : path) {
  if (path == "-") return;
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw DataError(path + ": " + std::strerror(errno));
}

LineReader::~LineReader() {
  if (file_ > 0) ::close(file_);
}

bool LineReader::read_more() {
  buffer_.erase(0, from_);
  searched_ -= from_;
  from_ = 0;
  const size_t size = buffer_.size();
  buffer_.resize(size + (1 << 16));
  ssize_t count = 0;
  do count = ::read(file_, buffer_.data() + size, 1 << 16);
  while (count < 0 && errno == EINTR);
  buffer_.resize(size + static_cast<size_t>(std::max<ssize_t>(0, count)));
  if (count < 0) throw DataError(name_ + ": " + std::strerror(errno));
  return count > 0;
}

bool LineReader::next(std::string& line) {
  size_t end = buffer_.find('\n', searched_);
  while (end == std::string::npos) {
    searched_ = buffer_.size();
    if (!read_more()) break;
    end = buffer_.find('\n', searched_);
  }
  if (end == std::string::npos && from_ == buffer_.size()) return false;
  const size_t stop = end == std::string::npos ? buffer_.size() : end;
  line = buffer_.substr(from_, stop - from_);
  from_ = searched_ = end == std::string::npos ? stop : end + 1;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

bool LineReader::would_wait() const {
  if (buffer_.find('\n', searched_) != std::string::npos) return false;
  pollfd ready{file_, POLLIN, 0};
  return ::poll(&ready, 1, 0) == 0;
}

LineWriter::LineWriter(const std::string& path) {
  if (!path.empty()) file_ = std::make_unique<AtomicWriter>(path);
}

bool LineWriter::write(const Json& line) {
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (file_) {
    file_->write(text);
    return true;
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return true;
  if (errno == EPIPE) return false;
  throw Error("standard output: " + std::string(std::strerror(errno)));
}

void LineWriter::flush() {
  if (!file_ && std::fflush(stdout) != 0 && errno != EPIPE)
    throw Error("standard output: " + std::string(std::strerror(errno)));
}

void LineWriter::finish() {
  flush();
  if (file_) file_->commit();
}

}  // namespace mmim
